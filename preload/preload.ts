import { contextBridge, ipcRenderer, webUtils } from "electron";

contextBridge.exposeInMainWorld("olympusDesktop", { pathForFile: (file: File): string => webUtils.getPathForFile(file) });

// The page's scripts are deferred, so by `load` they listen for the port; it is passed on to this very window and kept nowhere.
window.addEventListener("load", () => {
  ipcRenderer.once("olympus-port", (event) => window.postMessage("olympus-port", "*", event.ports));
  ipcRenderer.send("olympus-port");
});
