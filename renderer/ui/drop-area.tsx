import type { LucideIcon } from "lucide-react";
import { useRef, useState, type DragEvent, type ReactNode } from "react";

interface DropAreaProps {
  /** Said while files are held over it. */
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly testId: string;
  /** As high as its place, for a screen; as high as what is in it, for a part of one. */
  readonly height?: "place" | "content" | undefined;
  readonly onDrop: (transfer: DataTransfer) => void;
  readonly children: ReactNode;
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");

/** Takes files dropped anywhere on it. */
export const DropArea = ({ icon: Icon, title, text, testId, height = "place", onDrop, children }: DropAreaProps) => {
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
      data-testid={testId}
      className={height === "place" ? "relative flex h-full min-h-0 flex-col" : "relative"}
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
            <Icon aria-hidden size={28} strokeWidth={1.5} className="mx-auto text-accent" />
            <p className="mt-3 text-title font-semibold">{title}</p>
            <p className="mt-1 text-ink-soft">{text}</p>
          </div>
        </div>
      )}
    </div>
  );
};
