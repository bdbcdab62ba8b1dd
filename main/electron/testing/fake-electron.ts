import { EventEmitter } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type * as Real from "electron";

/**
 * What the shell uses of Electron, as plain objects that remember what was asked of them. Vitest puts this module in Electron's place.
 * Methods are checked against Electron's own types, so a change of its interface fails the type check.
 */
export const calls = {
  privileges: [] as Real.CustomScheme[],
  opened: [] as string[],
  errorBoxes: [] as string[],
  exits: [] as number[],
  exposed: {} as Record<string, unknown>,
  sent: [] as string[],
  switches: [] as string[],
  loginItems: [] as Real.Settings[],
  protocols: [] as string[],
  relaunches: [] as Real.RelaunchOptions[],
  messageBoxes: [] as Real.MessageBoxOptions[],
};

/** What the person answers to the questions to come; the last button when nothing is left. */
export const answers: number[] = [];

const events = <Methods extends object>(methods: Methods): EventEmitter & Methods => Object.assign(new EventEmitter(), methods);

/** The language the system speaks. */
export const system = { language: "en-GB" };

const paths = new Map<string, string>();
export const app = events({
  isPackaged: false as boolean,
  setName: () => {},
  setPath: (name, path) => void paths.set(name, path),
  getPath: (name) => paths.get(name) ?? "",
  requestSingleInstanceLock: () => true,
  enableSandbox: () => {
    sandboxed = true;
  },
  whenReady: async () => {},
  quit: () => {
    const event = preventable();
    app.emit("before-quit", event);
    if (event.defaultPrevented) return;
    for (const window of BrowserWindow.all.filter((other) => !other.isDestroyed())) {
      window.close();
      if (!window.isDestroyed()) return;
    }
    app.emit("quit");
  },
  hide: () => {},
  getLocale: () => system.language,
  setAppUserModelId: () => {},
  relaunch: (options) => void calls.relaunches.push(options ?? {}),
  setAsDefaultProtocolClient: (scheme) => calls.protocols.push(scheme) > 0,
  setLoginItemSettings: (settings) => void calls.loginItems.push(settings),
  getLoginItemSettings: () => ({ openAtLogin: calls.loginItems.at(-1)?.openAtLogin ?? false }) as Real.LoginItemSettings,
  commandLine: { appendSwitch: (name: string, value = "") => void calls.switches.push(`${name}=${value}`) },
  exit: (code = 0) => void calls.exits.push(code),
} satisfies { commandLine: Pick<Real.CommandLine, "appendSwitch"> } & Pick<
  Real.App,
  | "hide"
  | "getLocale"
  | "setAppUserModelId"
  | "relaunch"
  | "setAsDefaultProtocolClient"
  | "setLoginItemSettings"
  | "getLoginItemSettings"
  | "isPackaged"
  | "setName"
  | "setPath"
  | "getPath"
  | "requestSingleInstanceLock"
  | "enableSandbox"
  | "whenReady"
  | "quit"
  | "exit"
>);

let sandboxed = false;
export const isSandboxed = (): boolean => sandboxed;

/** An event as Electron hands it to listeners. */
export const preventable = () => {
  const event = {
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true;
    },
  };
  return event;
};

type Responder = Parameters<Real.Protocol["handle"]>[1];
export const responders = new Map<string, Responder>();
export const protocol = {
  registerSchemesAsPrivileged: (schemes) => void calls.privileges.push(...schemes),
  handle: (scheme, responder) => void responders.set(scheme, responder),
} satisfies Pick<Real.Protocol, "registerSchemesAsPrivileged" | "handle">;

type Handlers = {
  request: Parameters<Real.Session["setPermissionRequestHandler"]>[0];
  check: Parameters<Real.Session["setPermissionCheckHandler"]>[0];
  device: Parameters<Real.Session["setDevicePermissionHandler"]>[0];
  display: Parameters<Real.Session["setDisplayMediaRequestHandler"]>[0];
  beforeRequest: ((details: Real.OnBeforeRequestListenerDetails, callback: (response: Real.CallbackResponse) => void) => void) | null;
  spellChecker: boolean;
};
export const handlers: Handlers = { request: null, check: null, device: null, display: null, beforeRequest: null, spellChecker: true };

const defaultSession = events({
  protocol,
  setPermissionRequestHandler: (handler) => void (handlers.request = handler),
  setPermissionCheckHandler: (handler) => void (handlers.check = handler),
  setDevicePermissionHandler: (handler) => void (handlers.device = handler),
  setDisplayMediaRequestHandler: (handler) => void (handlers.display = handler),
  setSpellCheckerEnabled: (enabled) => void (handlers.spellChecker = enabled),
  webRequest: { onBeforeRequest: (handler: Handlers["beforeRequest"]) => void (handlers.beforeRequest = handler) },
} satisfies { protocol: unknown; webRequest: unknown } & Pick<
  Real.Session,
  | "setPermissionRequestHandler"
  | "setPermissionCheckHandler"
  | "setDevicePermissionHandler"
  | "setDisplayMediaRequestHandler"
  | "setSpellCheckerEnabled"
>);
export const session = { defaultSession };

export const shell = { openExternal: async (url) => void calls.opened.push(url) } satisfies Pick<Real.Shell, "openExternal">;
export const dialog = {
  showErrorBox: (title, content) => void calls.errorBoxes.push(`${title}: ${content}`),
  showMessageBox: async (options: Real.MessageBoxOptions) => {
    calls.messageBoxes.push(options);
    return { response: answers.shift() ?? (options.buttons?.length ?? 1) - 1, checkboxChecked: false };
  },
} satisfies Pick<Real.Dialog, "showErrorBox"> & {
  showMessageBox: (options: Real.MessageBoxOptions) => Promise<Real.MessageBoxReturnValue>;
};

export const displays = [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] as const;
export const screen = {
  getAllDisplays: () => [...displays] as unknown as Real.Display[],
  getCursorScreenPoint: () => ({ x: 5, y: 5 }),
  getDisplayNearestPoint: () => displays[0] as unknown as Real.Display,
} satisfies Pick<Real.Screen, "getAllDisplays" | "getCursorScreenPoint" | "getDisplayNearestPoint">;

/** Keys that are taken here; `elsewhere` are another program's. */
export const keys = { held: new Map<string, () => void>(), elsewhere: new Set<string>() };
export const globalShortcut = {
  register: (accelerator, onPressed) => {
    if (/[^A-Za-z0-9+]|\+$/.test(accelerator)) throw new TypeError("conversion failure");
    if (keys.elsewhere.has(accelerator) || keys.held.has(accelerator)) return false;
    keys.held.set(accelerator, onPressed);
    return true;
  },
  unregister: (accelerator) => void keys.held.delete(accelerator),
} satisfies Pick<Real.GlobalShortcut, "register" | "unregister">;

export const powerMonitor = new EventEmitter();
export const nativeImage = { createFromPath: (path: string) => path as unknown as Real.NativeImage } satisfies Pick<
  typeof Real.nativeImage,
  "createFromPath"
>;

type MenuTemplate = readonly Real.MenuItemConstructorOptions[];
export class Tray extends EventEmitter implements Pick<Real.Tray, "setToolTip" | "setContextMenu" | "destroy"> {
  static readonly all: Tray[] = [];
  /** False: the system has no tray, and says so. */
  static exists = true;
  readonly image: unknown;
  menu: MenuTemplate = [];
  removed = false;
  constructor(image: unknown) {
    super();
    if (!Tray.exists) throw new Error("no tray");
    this.image = image;
    Tray.all.push(this);
  }
  setToolTip(): void {}
  setContextMenu(menu: unknown): void {
    this.menu = menu as MenuTemplate;
  }
  destroy(): void {
    this.removed = true;
  }
}
export const nativeTheme = { shouldUseDarkColors: true } satisfies Pick<Real.NativeTheme, "shouldUseDarkColors">;
export const Menu = {
  buildFromTemplate: (template: Real.MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (menu: unknown) => {
    Menu.application = menu as MenuTemplate;
  },
  application: [] as MenuTemplate,
};
export const ipcMain = new EventEmitter();

/** A port of the main process over one of Node's. Messages wait until `start`, as in Electron. */
export class FakePort extends EventEmitter implements Pick<Real.MessagePortMain, "postMessage" | "start" | "close"> {
  readonly port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on("close", () => this.emit("close"));
  }
  postMessage(message: unknown): void {
    this.port.postMessage(message);
  }
  start(): void {
    this.port.on("message", (data: unknown) => this.emit("message", { data, ports: [] }));
  }
  close(): void {
    this.port.close();
  }
}

export class MessageChannelMain {
  readonly port1: FakePort;
  readonly port2: FakePort;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new FakePort(port1);
    this.port2 = new FakePort(port2);
  }
}

export class FakeFrame implements Pick<Real.WebFrameMain, "url"> {
  url: string;
  readonly received: { readonly channel: string; readonly ports: readonly FakePort[] }[] = [];
  constructor(url: string) {
    this.url = url;
  }
  postMessage(channel: string, _message: unknown, ports: readonly FakePort[] = []): void {
    this.received.push({ channel, ports });
  }
}

export class FakeContents extends EventEmitter {
  readonly mainFrame = new FakeFrame("about:blank");
  openHandler: Parameters<Real.WebContents["setWindowOpenHandler"]>[0] | null = null;
  setWindowOpenHandler: Real.WebContents["setWindowOpenHandler"] = (handler) => void (this.openHandler = handler);
  getURL: Real.WebContents["getURL"] = () => this.mainFrame.url;
}

export class BrowserWindow
  extends EventEmitter
  implements
    Pick<
      Real.BrowserWindow,
      | "loadURL"
      | "show"
      | "hide"
      | "focus"
      | "restore"
      | "isMinimized"
      | "isFocused"
      | "isVisible"
      | "isDestroyed"
      | "isMaximized"
      | "maximize"
      | "getBounds"
      | "getNormalBounds"
      | "setBounds"
      | "close"
      | "destroy"
    >
{
  static readonly all: BrowserWindow[] = [];
  readonly options: Real.BrowserWindowConstructorOptions;
  readonly webContents = new FakeContents();
  readonly loaded: string[] = [];
  readonly history: string[] = [];
  #bounds: Real.Rectangle;
  #visible: boolean;
  #destroyed = false;
  constructor(options: Real.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.#visible = options.show !== false;
    BrowserWindow.all.push(this);
    app.emit("web-contents-created", {}, this.webContents);
    app.emit("browser-window-created", {}, this);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.mainFrame.url = url;
  }
  show(): void {
    this.#visible = true;
    this.history.push("show");
  }
  hide(): void {
    this.#visible = false;
    this.history.push("hide");
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  maximize(): void {
    this.history.push("maximize");
  }
  isMaximized(): boolean {
    return this.history.includes("maximize");
  }
  getBounds(): Real.Rectangle {
    return this.#bounds;
  }
  getNormalBounds(): Real.Rectangle {
    return this.#bounds;
  }
  setBounds(bounds: Partial<Real.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit("resize");
  }
  /** As the person does it: asked first, gone then. */
  close(): void {
    const event = preventable();
    this.emit("close", event);
    if (!event.defaultPrevented) this.destroy();
  }
  focus(): void {
    this.history.push("focus");
  }
  restore(): void {
    this.history.push("restore");
  }
  isMinimized(): boolean {
    return this.history.at(-1) === "minimize";
  }
  isFocused(): boolean {
    return this.history.at(-1) === "focus";
  }
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#visible = false;
    this.history.push("destroy");
    this.emit("closed");
  }
}

/** A notification that is shown at once, unless the system is said to be unable or silent. */
export class Notification extends EventEmitter implements Pick<Real.Notification, "show" | "close"> {
  static readonly all: Notification[] = [];
  static way: "shows" | "unsupported" | "fails" | "silent" = "shows";
  static isSupported: typeof Real.Notification.isSupported = () => Notification.way !== "unsupported";
  readonly options: Real.NotificationConstructorOptions;
  constructor(options: Real.NotificationConstructorOptions = {}) {
    super();
    this.options = options;
    Notification.all.push(this);
  }
  close(): void {
    this.emit("close", {});
  }
  show(): void {
    if (Notification.way === "shows") this.emit("show", {});
    if (Notification.way === "fails") this.emit("failed", {}, "it was meant to fail");
  }
}

type Backend = ReturnType<Real.SafeStorage["getSelectedStorageBackend"]>;

/** A keychain that encrypts by turning bits over, so that plain text in the file is noticed. */
export const createFakeKeychain = (state: { backend: Backend; available: boolean; stale: boolean }) => {
  const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  return {
    getSelectedStorageBackend: () => state.backend,
    isAsyncEncryptionAvailable: async () => state.available,
    encryptStringAsync: async (text) => turned(Buffer.from(text, "utf8")),
    decryptStringAsync: async (bytes) => ({ result: turned(bytes).toString("utf8"), shouldReEncrypt: state.stale }),
  } satisfies Pick<
    Real.SafeStorage,
    "getSelectedStorageBackend" | "isAsyncEncryptionAvailable" | "encryptStringAsync" | "decryptStringAsync"
  >;
};
export const keyring: Parameters<typeof createFakeKeychain>[0] = { backend: "gnome_libsecret", available: true, stale: false };
export const safeStorage = createFakeKeychain(keyring);

export const contextBridge = {
  exposeInMainWorld: (name, api: unknown) => {
    calls.exposed[name] = api;
  },
} satisfies Pick<Real.ContextBridge, "exposeInMainWorld">;
export const ipcRenderer = events({ send: (channel: string) => void calls.sent.push(channel) } satisfies Pick<Real.IpcRenderer, "send">);
export const webUtils = { getPathForFile: (file) => `/home/${file.name}` } satisfies Pick<Real.WebUtils, "getPathForFile">;

/** As if Electron had just started: what an earlier start listened to, took and opened is gone. */
export const startAnew = (): void => {
  for (const source of [app, ipcMain, powerMonitor, defaultSession]) source.removeAllListeners();
  for (const list of [calls.opened, calls.errorBoxes, calls.exits, calls.switches, calls.loginItems, calls.protocols]) list.splice(0);
  for (const list of [calls.relaunches, calls.messageBoxes, answers, BrowserWindow.all, Tray.all, Notification.all]) list.splice(0);
  keys.held.clear();
  keys.elsewhere.clear();
  app.isPackaged = false;
  Tray.exists = true;
  system.language = "en-GB";
  Notification.way = "shows";
  keyring.backend = "gnome_libsecret";
};
