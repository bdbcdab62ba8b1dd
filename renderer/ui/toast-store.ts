import { createStore } from "zustand/vanilla";

export interface Toast {
  readonly id: number;
  readonly title: string;
  readonly text?: string | undefined;
  readonly tone: "plain" | "danger";
  /** The one thing to do about it; the toast goes when it is done. */
  readonly action?: { readonly label: string; readonly onSelect: () => void } | undefined;
  readonly durationMs: number;
  /** Called once, when the toast goes without its action having been taken. */
  readonly onExpire?: (() => void) | undefined;
}

export const toastStore = createStore<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

let lastId = 0;

/** Says something in a corner. At most four are seen; the oldest gives way. */
export const showToast = (toast: Omit<Toast, "id" | "tone" | "durationMs"> & { tone?: Toast["tone"]; durationMs?: number }): number => {
  lastId += 1;
  const shown: Toast = { tone: "plain", durationMs: toast.action === undefined ? 4500 : 7000, ...toast, id: lastId };
  const previous = toastStore.getState().toasts;
  for (const old of previous.slice(0, Math.max(0, previous.length - 3))) dismissToast(old.id);
  toastStore.setState(({ toasts }) => ({ toasts: [...toasts, shown] }));
  return shown.id;
};

/** `acted`: its action was taken, so it does not expire. */
export const dismissToast = (id: number, acted = false): void => {
  const toast = toastStore.getState().toasts.find((candidate) => candidate.id === id);
  if (toast === undefined) return;
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((candidate) => candidate.id !== id) }));
  if (!acted) toast.onExpire?.();
};
