// breaks: core-knows-no-electron-dom-http, only-the-shell-imports-electron
export { app } from "electron";
