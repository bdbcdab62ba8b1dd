import { FileBox } from "lucide-react";
import { useState, type ReactNode } from "react";
import { filesOfDrop, useBridge } from "../../bridge/index.ts";
import { DropArea } from "../../ui/drop-area.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { addDropped } from "./add-file.ts";
import { useModels } from "./use-models.ts";

/** The whole page takes a GGUF file. */
export const DropFile = ({ children }: { readonly children: ReactNode }) => {
  const t = useTexts("models");
  const bridge = useBridge();
  const models = useModels();
  const [share, setShare] = useState<number | null>(null);
  const take = async (transfer: DataTransfer) => {
    const files = await filesOfDrop(transfer, bridge.host);
    setShare(0);
    const added = await addDropped(bridge, files, setShare);
    setShare(null);
    if (added === null) return showToast({ tone: "danger", title: t("drop.none"), text: t("drop.noneText") });
    if (!added.ok) return showToast({ tone: "danger", ...errorText(added.error) });
    showToast({ title: t("add.added", { name: added.value.name }) });
    await models.reload();
  };
  return (
    <DropArea icon={FileBox} title={t("drop.title")} text={t("drop.text")} testId="models-drop" onDrop={(transfer) => void take(transfer)}>
      {share !== null && (
        <div className="px-4 pt-3 sm:px-6">
          <p role="status" className="mb-1 text-small text-ink-soft">
            {t("drop.sending")}
          </p>
          <ProgressBar label={t("drop.sending")} share={share} />
        </div>
      )}
      {children}
    </DropArea>
  );
};
