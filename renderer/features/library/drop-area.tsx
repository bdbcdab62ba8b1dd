import { FolderInput } from "lucide-react";
import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { useTexts } from "../../ui/i18n.ts";

interface DropAreaProps {
  readonly onDrop: (transfer: DataTransfer) => void;
  readonly children: ReactNode;
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");

/** The whole screen takes files and folders. */
export const DropArea = ({ onDrop, children }: DropAreaProps) => {
  const t = useTexts("library");
  const [over, setOver] = useState(false);
  // Entering a child fires before leaving its parent: what counts is in how many elements the pointer is.
  const depth = useRef(0);
  const move = (event: DragEvent, step: 1 | -1) => {
    if (!holdsFiles(event)) return;
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  };
  return (
    <div
      data-testid="library-drop"
      className="relative flex h-full min-h-0 flex-col"
      onDragEnter={(event) => move(event, 1)}
      onDragLeave={(event) => move(event, -1)}
      onDragOver={(event) => holdsFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        onDrop(event.dataTransfer);
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
