export const isApple = /Mac|iPhone|iPad/.test(typeof navigator === "undefined" ? "" : navigator.platform);

/** In the order in which keys are written: `mod+alt+shift+k`. `mod` is ⌘ on Apple's systems and Ctrl elsewhere; `ctrl` and `meta` are the other one. */
const modifiers = ["mod", "ctrl", "meta", "alt", "shift"] as const;
type Modifier = (typeof modifiers)[number];

const functionKey = /^f([1-9]|1\d|2[0-4])$/;
const named = new Set(
  "enter escape tab space plus backspace delete insert home end pageup pagedown arrowup arrowdown arrowleft arrowright".split(" "),
);

interface Parts {
  readonly held: ReadonlySet<Modifier>;
  readonly key: string;
}

const partsOf = (keys: string): Parts | null => {
  const words = keys.toLowerCase().split("+");
  const key = words.pop() ?? "";
  const held = new Set<Modifier>();
  for (const word of words) {
    const modifier = modifiers.find((name) => name === word);
    if (modifier === undefined || held.has(modifier)) return null;
    held.add(modifier);
  }
  const isKey = named.has(key) || functionKey.test(key) || ([...key].length === 1 && !/[\s\p{C}+]/u.test(key));
  return isKey ? { held, key } : null;
};

const written = ({ held, key }: Parts): string => [...modifiers.filter((modifier) => held.has(modifier)), key].join("+");

/** Keys as they are always written, lower case and in one order; null for what is no key press. */
export const readKeys = (keys: string): string | null => {
  const parts = partsOf(keys);
  return parts === null ? null : written(parts);
};

export interface KeyEvent {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing?: boolean;
  readonly getModifierState?: (key: string) => boolean;
}

/**
 * What was pressed, or null: only modifiers, a dead key, a key of an input method, or AltGr, which writes a character. Letters go by what they say,
 * so they stay where the layout has them; where a layout has no Latin letters, or Alt makes others of them, they go by their place. Shift is
 * part of a press of a letter or a named key only: other characters need it on some layouts and not on others.
 */
export const pressOf = (event: KeyEvent, apple = isApple): string | null => {
  if (event.isComposing === true || event.getModifierState?.("AltGraph") === true) return null;
  const [, place] = /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code) ?? [];
  const isCharacter = [...event.key].length === 1;
  let key = event.key.toLowerCase();
  if (key === " ") key = "space";
  else if (key === "+") key = "plus";
  else if (isCharacter && place !== undefined && (event.altKey ? !/^[a-z0-9]$/.test(key) : key > "\u{7f}" && /[A-Z]/.test(place)))
    key = place.toLowerCase();
  const held = new Set<Modifier>();
  if (apple ? event.metaKey : event.ctrlKey) held.add("mod");
  if (apple && event.ctrlKey) held.add("ctrl");
  if (!apple && event.metaKey) held.add("meta");
  if (event.altKey) held.add("alt");
  if (event.shiftKey && (/^\p{L}$/u.test(key) || (key.length > 1 && key !== "plus"))) held.add("shift");
  return partsOf([...held, key].join("+")) === null ? null : written({ held, key });
};

const isStrong = ({ held }: Parts): boolean => ["mod", "ctrl", "meta", "alt"].some((modifier) => held.has(modifier as Modifier));

/** Whether the press belongs to somebody who writes: a character, or a key that moves the cursor. Esc and the function keys do not. */
export const isForWriting = (keys: string): boolean => {
  const parts = partsOf(keys);
  return parts !== null && !isStrong(parts) && !functionKey.test(parts.key) && parts.key !== "escape";
};

/**
 * Why keys are no good for a command, or are doubtful. `bare`: a letter or a key that moves the cursor, alone. `editing`: copying, pasting and the
 * like. These two cannot be had. `browser` and `system` keep theirs for themselves, so the command may never hear of it.
 */
export type KeyTrouble = "bare" | "editing" | "browser" | "system";

const editing = new Set(["mod+a", "mod+c", "mod+v", "mod+x", "mod+y", "mod+z", "mod+shift+v", "mod+shift+z", "mod+enter"]);
const everywhere = new Set(["mod+plus", "mod+-", "mod+=", "mod+0", "mod+q"]);
const browsers = new Set(
  (
    "mod+w mod+t mod+n mod+l mod+r mod+tab mod+pageup mod+pagedown mod+f4 alt+d alt+home alt+arrowleft alt+arrowright " +
    "mod+shift+w mod+shift+t mod+shift+n mod+shift+p mod+shift+r mod+shift+tab mod+shift+i mod+shift+j mod+shift+c mod+shift+delete " +
    "mod+1 mod+2 mod+3 mod+4 mod+5 mod+6 mod+7 mod+8 mod+9 f1 f3 f5 f6 f7 f10 f11 f12"
  ).split(" "),
);
const systems = new Set([
  "alt+f4",
  "alt+tab",
  "alt+shift+tab",
  "alt+space",
  "alt+escape",
  "mod+alt+delete",
  "mod+escape",
  "mod+shift+escape",
]);
const appleSystem = new Set(["mod+tab", "mod+shift+tab", "mod+space", "mod+h", "mod+m", "ctrl+space", "mod+alt+escape"]);

export const troubleOf = (keys: string, where: { readonly inBrowser: boolean; readonly apple: boolean }): KeyTrouble | null => {
  const parts = partsOf(keys);
  if (parts === null) return "bare";
  const { held, key } = parts;
  const press = written(parts);
  if (!isStrong(parts) && !functionKey.test(key) && (named.has(key) || /^[\p{L}\p{N}]$/u.test(key))) return "bare";
  if (editing.has(press) || (held.has("mod") && /^(arrow|backspace$|home$|end$|insert$)/.test(key))) return "editing";
  if (systems.has(press) || held.has("meta") || (where.apple && appleSystem.has(press))) return "system";
  if (everywhere.has(press) || (where.inBrowser && browsers.has(press))) return where.inBrowser ? "browser" : "system";
  return null;
};
