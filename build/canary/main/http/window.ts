// breaks: only-the-shell-imports-electron
export { app } from "electron";
