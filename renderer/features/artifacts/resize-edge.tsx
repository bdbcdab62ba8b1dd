import type { KeyboardEvent, PointerEvent } from "react";
import { useTexts } from "../../ui/i18n.ts";

interface ResizeEdgeProps {
  readonly width: number;
  readonly smallest: number;
  readonly largest: number;
  readonly onResize: (width: number) => void;
}

const step = 32;

/** The pane's left edge: pulled by pointer, moved by the arrow keys. */
export const ResizeEdge = ({ width, smallest, largest, onResize }: ResizeEdgeProps) => {
  const t = useTexts("artifacts");
  const within = (wanted: number) => Math.round(Math.min(largest, Math.max(smallest, wanted)));
  const pull = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onResize(within(window.innerWidth - event.clientX));
  };
  const press = (event: KeyboardEvent) => {
    const wanted = { ArrowLeft: width + step, ArrowRight: width - step, Home: largest, End: smallest }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    onResize(within(wanted));
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t("resize")}
      aria-valuenow={width}
      aria-valuemin={smallest}
      aria-valuemax={largest}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={pull}
      onDoubleClick={() => onResize(within(usualWidth))}
      onKeyDown={press}
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none hover:bg-accent/25 focus-visible:bg-accent/40 active:bg-accent/40"
    />
  );
};

export const usualWidth = 560;
