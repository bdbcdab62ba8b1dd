import { Menu, type MenuItemConstructorOptions } from "electron";
import { texts } from "./texts.ts";

export interface MenuActions {
  /** A hash of the interface's routes, without "#". */
  readonly go: (place: string) => void;
  readonly quick: () => void;
}

/** The application's menu. Zoom, copy, paste and quit keep the system's keys and words; developer tools only while developing. */
export const setMenus = (
  { go, quick }: MenuActions,
  options: { readonly platform: NodeJS.Platform; readonly developing: boolean },
): void => {
  const mac = options.platform === "darwin";
  const view: MenuItemConstructorOptions[] = [
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { type: "separator" },
    { role: "togglefullscreen" },
    ...(options.developing ? [{ role: "reload" as const }, { role: "toggleDevTools" as const }] : []),
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [{ role: "appMenu" as const }] : []),
      {
        role: "fileMenu",
        submenu: [
          { label: texts.menu.newChat, click: () => go("/") },
          { label: texts.menu.quick, click: quick },
          { type: "separator" },
          { label: texts.menu.library, click: () => go("/library") },
          { label: texts.menu.tasks, click: () => go("/tasks") },
          { label: texts.menu.settings, click: () => go("/settings") },
          { type: "separator" },
          mac ? { role: "close" } : { role: "quit" },
        ],
      },
      { role: "editMenu" },
      { role: "viewMenu", submenu: view },
      { role: "windowMenu" },
    ]),
  );
};
