/** What a key press asks for. `mod` is Ctrl, or ⌘ on Apple's systems. */
export const shortcuts = {
  palette: "mod+k",
  "new-chat": "mod+shift+o",
  search: "mod+shift+f",
  library: "mod+shift+l",
  tasks: "mod+shift+e",
  models: "mod+shift+m",
  budget: "mod+shift+b",
  settings: "mod+,",
  sidebar: "mod+b",
  focus: "/",
  stop: "escape",
  list: "mod+/",
} as const;

export type Command = keyof typeof shortcuts;

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** `writing`: the press goes into a text field, where plain keys are letters. */
export const commandOf = (press: KeyPress, writing: boolean): Command | null => {
  if (press.altKey) return null;
  const mod = press.ctrlKey || press.metaKey;
  const key = press.key.toLowerCase();
  // "/" is Shift+7 on some keyboards, so Shift counts for letters only.
  const shift = press.shiftKey && /^[a-z]$/.test(key);
  const pressed = [...(mod ? ["mod"] : []), ...(shift ? ["shift"] : []), key].join("+");
  if (pressed === "/" && writing) return null;
  for (const [command, keys] of Object.entries(shortcuts)) if (keys === pressed) return command as Command;
  return null;
};
