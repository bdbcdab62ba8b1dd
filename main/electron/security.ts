import type { WebPreferences } from "electron";

/** What a page of ours may do: show itself and talk through the one port its preload hands it. */
export const windowRights = (preloadPath: string, developing: boolean): WebPreferences => ({
  preload: preloadPath,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  devTools: developing,
});

/**
 * The fuses of the packaged program, by electron-builder's names (`electronFuses`). Off: running as plain Node, Node's own variables and inspector,
 * rights of `file://`. On: only the packed and checked archive is run, and Chromium's cookies are encrypted. The browser's own V8 snapshot is not used.
 */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const;

/** Electron's own list (electronjs.org/docs/latest/tutorial/security, its numbers), and what answers each item here. Each has a test by its number. */
export const securityChecklist = [
  { item: 1, asks: "Only load secure content", answer: "windows load olympus-app:// only; every request elsewhere is cancelled" },
  { item: 2, asks: "No Node.js integration for remote content", answer: "nodeIntegration is off everywhere, and nothing remote is loaded" },
  { item: 3, asks: "Context isolation", answer: "contextIsolation is on in every window" },
  { item: 4, asks: "Process sandboxing", answer: "app.enableSandbox() before the app is ready, and sandbox in every window" },
  { item: 5, asks: "Handle session permission requests", answer: "all refused but writing text to the clipboard from our own page" },
  { item: 6, asks: "Do not disable webSecurity", answer: "webSecurity is on" },
  { item: 7, asks: "Define a Content-Security-Policy", answer: "a header with every page: nothing inline, Trusted Types" },
  { item: 8, asks: "Do not allow insecure content", answer: "allowRunningInsecureContent is off" },
  { item: 9, asks: "No experimental features", answer: "experimentalFeatures is off" },
  { item: 10, asks: "No enableBlinkFeatures", answer: "not set in any window" },
  { item: 11, asks: "No allowpopups for WebViews", answer: "there are no WebViews" },
  { item: 12, asks: "Verify WebView options", answer: "attaching one is refused" },
  { item: 13, asks: "Limit navigation", answer: "to our own pages; frames and redirects too" },
  { item: 14, asks: "Limit new windows", answer: "none; links of safe kinds go to the system" },
  {
    item: 15,
    asks: "No openExternal with untrusted content",
    answer: "https without credentials and plain mail, decoded, no control characters",
  },
  { item: 16, asks: "A current version of Electron", answer: "the newest stable line, exact version in package.json" },
  { item: 17, asks: "Validate the sender of IPC messages", answer: "a port goes to the main frame of our own windows only" },
  { item: 18, asks: "No file:// protocol", answer: "our own scheme, served from one folder" },
  { item: 19, asks: "Fuses", answer: "the list above, flipped by the packager" },
  { item: 20, asks: "Expose no Electron API to the page", answer: "the preload gives the path of a dropped file and one port" },
] as const;
