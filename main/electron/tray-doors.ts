import { createTray, type TrayIcon, type TrayOptions } from "./tray.ts";
import type { Windows } from "./windows.ts";

type Rest = Pick<TrayOptions, "iconsDir" | "onQuit" | "platform" | "texts">;

/** The tray, each of whose items leads to its place in the windows. Null: this system has none. */
export const openTray = (windows: Pick<Windows, "go" | "showMain" | "showQuick">, rest: Rest): TrayIcon | null =>
  createTray({
    ...rest,
    onOpen: windows.showMain,
    onQuick: windows.showQuick,
    onTask: (runId) => windows.go(`/tasks/run/${runId}`),
    onTasks: () => windows.go("/tasks"),
    onUpdate: () => windows.go("/settings/desktop"),
  });
