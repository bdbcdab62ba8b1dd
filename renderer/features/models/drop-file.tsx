import { FileBox } from "lucide-react";
import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { filesOfDrop, useBridge } from "../../bridge/index.ts";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { addDropped } from "./add-file.ts";
import { useModels } from "./use-models.ts";

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");

/** The whole page takes a GGUF file. */
export const DropFile = ({ children }: { readonly children: ReactNode }) => {
  const t = useTexts("models");
  const bridge = useBridge();
  const models = useModels();
  const [over, setOver] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  // Entering a child fires before leaving its parent: what counts is in how many elements the pointer is.
  const depth = useRef(0);
  const move = (event: DragEvent, step: 1 | -1) => {
    if (!holdsFiles(event)) return;
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  };
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
    <div
      data-testid="models-drop"
      className="relative flex h-full min-h-0 flex-col"
      onDragEnter={(event) => move(event, 1)}
      onDragLeave={(event) => move(event, -1)}
      onDragOver={(event) => holdsFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        void take(event.dataTransfer);
      }}
    >
      {share !== null && (
        <div className="px-4 pt-3 sm:px-6">
          <p role="status" className="mb-1 text-small text-ink-soft">
            {t("drop.sending")}
          </p>
          <ProgressBar label={t("drop.sending")} share={share} />
        </div>
      )}
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-3 z-30 grid animate-appear place-items-center rounded-large border-2 border-dashed border-accent bg-canvas/90">
          <div className="text-center">
            <FileBox aria-hidden size={28} strokeWidth={1.5} className="mx-auto text-accent" />
            <p className="mt-3 text-title font-semibold">{t("drop.title")}</p>
            <p className="mt-1 text-ink-soft">{t("drop.text")}</p>
          </div>
        </div>
      )}
    </div>
  );
};
