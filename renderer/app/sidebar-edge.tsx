import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { useTexts } from "../ui/i18n.ts";

const storageKey = "olympus-sidebar-width";
const usualPx = 264;
const leastPx = 220;
const mostPx = 420;
const stepPx = 20;

const within = (widthPx: number): number => Math.round(Math.min(mostPx, Math.max(leastPx, widthPx)));

/** How wide the sidebar is, remembered for the next start. */
export const useSidebarWidth = () => {
  const [widthPx, setWidthPx] = useState(() => within(Number(localStorage.getItem(storageKey) ?? usualPx) || usualPx));
  return {
    widthPx,
    resize: (next: number) => {
      setWidthPx(within(next));
      localStorage.setItem(storageKey, String(within(next)));
    },
  };
};

interface SidebarEdgeProps {
  readonly widthPx: number;
  readonly onResize: (widthPx: number) => void;
}

/** The edge one drags; with the arrow keys it moves in steps, and a double click gives the usual width back. */
export const SidebarEdge = ({ widthPx, onResize }: SidebarEdgeProps) => {
  const t = useTexts("app");
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    const edge = event.currentTarget;
    edge.setPointerCapture(event.pointerId);
    const startX = event.clientX;
    const move = (moved: globalThis.PointerEvent) => onResize(widthPx + moved.clientX - startX);
    edge.addEventListener("pointermove", move);
    edge.addEventListener("lostpointercapture", () => edge.removeEventListener("pointermove", move), { once: true });
  };
  const press = (event: KeyboardEvent) => {
    const to: Readonly<Record<string, number>> = {
      ArrowLeft: widthPx - stepPx,
      ArrowRight: widthPx + stepPx,
      Home: leastPx,
      End: mostPx,
      Enter: usualPx,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onResize(next);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t("nav.width")}
      aria-valuenow={widthPx}
      aria-valuemin={leastPx}
      aria-valuemax={mostPx}
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none transition-colors duration-100 hover:bg-line focus-visible:bg-line"
      onPointerDown={drag}
      onDoubleClick={() => onResize(usualPx)}
      onKeyDown={press}
    />
  );
};
