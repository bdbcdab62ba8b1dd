// breaks: preload-imports-electron-only
export { contextBridge } from "electron";
export { value } from "#core/contract";
