import { Menu, type MenuItemConstructorOptions } from "electron";
import type { ShellTexts } from "./texts.ts";

export interface MenuActions {
  /** A hash of the interface's routes, without "#". */
  readonly go: (place: string) => void;
  readonly quick: () => void;
}

/** The application's menu, in the language given. Zoom, copy, paste and quit keep the system's keys; developer tools only while developing. */
export const setMenus = (
  { go, quick }: MenuActions,
  options: { readonly platform: NodeJS.Platform; readonly developing: boolean; readonly texts: ShellTexts },
): void => {
  const mac = options.platform === "darwin";
  const words = options.texts.menu;
  const edit: MenuItemConstructorOptions[] = [
    { role: "undo", label: words.undo },
    { role: "redo", label: words.redo },
    { type: "separator" },
    { role: "cut", label: words.cut },
    { role: "copy", label: words.copy },
    { role: "paste", label: words.paste },
    { role: "selectAll", label: words.selectAll },
  ];
  const view: MenuItemConstructorOptions[] = [
    { role: "resetZoom", label: words.resetZoom },
    { role: "zoomIn", label: words.zoomIn },
    { role: "zoomOut", label: words.zoomOut },
    { type: "separator" },
    { role: "togglefullscreen", label: words.fullScreen },
    ...(options.developing ? [{ role: "reload" as const }, { role: "toggleDevTools" as const }] : []),
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [{ role: "appMenu" as const }] : []),
      {
        role: "fileMenu",
        label: words.file,
        submenu: [
          { label: words.newChat, click: () => go("/") },
          { label: words.quick, click: quick },
          { type: "separator" },
          { label: words.library, click: () => go("/library") },
          { label: words.tasks, click: () => go("/tasks") },
          { label: words.settings, click: () => go("/settings") },
          { type: "separator" },
          mac ? { role: "close", label: words.close } : { role: "quit", label: words.quit },
        ],
      },
      { role: "editMenu", label: words.edit, submenu: edit },
      { role: "viewMenu", label: words.view, submenu: view },
      {
        role: "windowMenu",
        label: words.window,
        submenu: [
          { role: "minimize", label: words.minimize },
          { role: "close", label: words.close },
        ],
      },
    ]),
  );
};
