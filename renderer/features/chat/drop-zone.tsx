import { FolderInput } from "lucide-react";
import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { filesOfDrop, useBridge, type BroughtFile } from "../../bridge/index.ts";
import { useTexts } from "../../ui/i18n.ts";

interface DropZoneProps {
  readonly onFiles: (files: readonly BroughtFile[]) => void;
  readonly children: ReactNode;
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");

/** Takes files and folders dropped anywhere on its area. */
export const DropZone = ({ onFiles, children }: DropZoneProps) => {
  const t = useTexts("chat");
  const { host } = useBridge();
  const [over, setOver] = useState(false);
  // Entering a child fires before leaving its parent, so what counts is how many areas the pointer is in.
  const depth = useRef(0);
  return (
    <div
      className="relative flex h-full min-h-0 flex-col"
      onDragEnter={(event) => {
        if (!holdsFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragLeave={() => {
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setOver(false);
      }}
      onDragOver={(event) => holdsFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        void filesOfDrop(event.dataTransfer, host).then((files) => files.length > 0 && onFiles(files));
      }}
    >
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-3 z-30 grid animate-appear place-items-center rounded-large border-2 border-dashed border-accent bg-canvas/90">
          <div className="text-center">
            <FolderInput aria-hidden size={28} strokeWidth={1.5} className="mx-auto text-accent" />
            <p className="mt-3 text-title font-semibold">{t("drop.title")}</p>
            <p className="mt-1 text-ink-soft">{t("drop.text")}</p>
          </div>
        </div>
      )}
    </div>
  );
};
