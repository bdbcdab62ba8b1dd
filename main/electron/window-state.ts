import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { BrowserWindow, Rectangle } from "electron";

export interface WindowState {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
}

/** So much of a window has to lie on a display for a person to find it and take hold of its title. */
const visiblePx = { width: 120, height: 60 };
/** A window being dragged is written down once it rests. */
const restMs = 500;

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && Math.abs(value) < 100_000;

const parse = (text: string): WindowState | null => {
  const value = JSON.parse(text) as { readonly bounds?: Partial<Rectangle>; readonly maximized?: unknown } | null;
  const { x, y, width, height } = value?.bounds ?? {};
  if (!isNumber(x) || !isNumber(y) || !isNumber(width) || !isNumber(height)) return null;
  return { bounds: { x, y, width, height }, maximized: value?.maximized === true };
};

/** Where the window was, or null when nobody knows. Never throws: a lost place is no reason not to start. */
export const readWindowState = (path: string): WindowState | null => {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
};

const overlap = (start: number, length: number, otherStart: number, otherLength: number): number =>
  Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);

/**
 * The bounds as far as today's displays allow: no larger than the display they lie on, and where they were; without a place when the display
 * is gone, so that the system centres the window. `workAreas` are what panels and docks leave of each display.
 */
export const fitBounds = (
  saved: Rectangle,
  workAreas: readonly Rectangle[],
  minimum: { readonly width: number; readonly height: number },
): { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number } => {
  const home = workAreas.find(
    (area) =>
      overlap(saved.x, saved.width, area.x, area.width) >= visiblePx.width &&
      overlap(saved.y, saved.height, area.y, area.height) >= visiblePx.height &&
      saved.y >= area.y - visiblePx.height,
  );
  const area = home ?? workAreas[0];
  const within = (length: number, least: number, most: number) => Math.max(least, Math.min(length, most));
  const width = within(saved.width, minimum.width, area?.width ?? saved.width);
  const height = within(saved.height, minimum.height, area?.height ?? saved.height);
  return home === undefined ? { width, height } : { width, height, x: saved.x, y: saved.y };
};

type Watched = Pick<BrowserWindow, "on" | "isMaximized" | "getNormalBounds" | "isDestroyed">;

/** Writes down where the window is whenever it came to rest, and when it closes. */
export const rememberWindow = (window: Watched, path: string): void => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    clearTimeout(timer);
    if (window.isDestroyed()) return;
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    } catch {
      // A full disk costs the window its place and nothing else.
    }
  };
  const saveAtRest = () => {
    clearTimeout(timer);
    timer = setTimeout(save, restMs);
    timer.unref();
  };
  window.on("resize", saveAtRest);
  window.on("move", saveAtRest);
  window.on("close", save);
};
