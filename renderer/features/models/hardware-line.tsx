import { formatBytes } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { useModelsState } from "./use-models.ts";

/** What this machine has for models. */
export const HardwareLine = () => {
  const t = useTexts("models");
  const hardware = useModelsState((state) => state.hardware);
  if (hardware === null) return null;
  return (
    <p className="mb-3 text-note text-ink-soft tabular-nums">
      {[
        t("hardware.cores", { count: hardware.cores }),
        t("hardware.memory", { total: formatBytes(hardware.totalMemoryBytes), free: formatBytes(hardware.freeMemoryBytes) }),
        hardware.graphicsMemoryBytes === null
          ? t("hardware.noGraphics")
          : t("hardware.graphics", { size: formatBytes(hardware.graphicsMemoryBytes) }),
        t("hardware.disk", { free: formatBytes(hardware.freeDiskBytes) }),
      ].join(" · ")}
    </p>
  );
};
