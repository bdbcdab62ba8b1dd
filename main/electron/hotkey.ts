import { globalShortcut } from "electron";

/**
 * `taken`: another program has it. `invalid`: it is no key the system knows. `portal`: on Wayland no program can take a key by itself; the desktop may
 * ask the person for it, give it, or say nothing at all.
 */
export interface HotkeyState {
  readonly accelerator: string | null;
  readonly state: "on" | "off" | "taken" | "invalid" | "portal";
}

export interface Hotkey {
  /** Lets go of the key before and takes this one; null takes none. A key that cannot be had leaves none. */
  readonly set: (accelerator: string | null) => HotkeyState;
  readonly release: () => void;
}

export const isWayland = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean =>
  platform === "linux" && (environment["XDG_SESSION_TYPE"] === "wayland" || Boolean(environment["WAYLAND_DISPLAY"]));

export const createHotkey = ({ onPressed, wayland }: { readonly onPressed: () => void; readonly wayland: boolean }): Hotkey => {
  let held: string | null = null;

  const release = () => {
    if (held !== null) globalShortcut.unregister(held);
    held = null;
  };

  const take = (accelerator: string): HotkeyState["state"] => {
    try {
      if (!globalShortcut.register(accelerator, onPressed)) return "taken";
    } catch {
      return "invalid";
    }
    held = accelerator;
    return wayland ? "portal" : "on";
  };

  return {
    set: (accelerator) => {
      release();
      return { accelerator, state: accelerator === null ? "off" : take(accelerator) };
    },
    release,
  };
};
