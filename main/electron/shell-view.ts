import type { ShellState } from "#core/contract";
import { createWatched } from "./mailbox.ts";
import type { RunningWork } from "./running-work.ts";
import type { TrayIcon } from "./tray.ts";

/** What the shell shows of itself: to the pages as a state they watch, to the person in the tray. */
export const createShellView = (first: ShellState) => {
  const state = createWatched<ShellState>(first);
  let work: RunningWork = [];
  let tray: TrayIcon | null = null;

  /** The tray is drawn anew even where nothing changed: its words may have. */
  const note = (change: Partial<ShellState>): void => {
    state.set({ ...state.get(), ...change });
    const { update } = state.get();
    tray?.show({ running: work, updateTo: "version" in update ? update.version : null });
  };

  return {
    watch: state.watch,
    note,
    noteWork: (next: RunningWork): void => {
      work = next;
      note({});
    },
    /** Null: this system has no tray. */
    setTray: (made: TrayIcon | null): void => {
      tray = made;
      note({ hasTray: made !== null });
    },
    hasTray: (): boolean => tray !== null,
    removeTray: (): void => tray?.remove(),
  };
};

export type ShellView = ReturnType<typeof createShellView>;
