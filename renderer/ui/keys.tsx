import { classNames } from "./class-names.ts";

const isApple = /Mac|iPhone|iPad/.test(typeof navigator === "undefined" ? "" : navigator.platform);

/** "mod+k" as this platform writes it: ⌘ K or Ctrl K. */
export const keyNames = (keys: string, apple = isApple): string[] =>
  keys.split("+").map((key) => {
    if (key === "mod") return apple ? "⌘" : "Ctrl";
    if (key === "shift") return apple ? "⇧" : "Shift";
    if (key === "escape") return "Esc";
    if (key === "enter") return apple ? "↩" : "Enter";
    return key.length === 1 ? key.toUpperCase() : key;
  });

export const Keys = ({ keys, inverted = false }: { readonly keys: string; readonly inverted?: boolean | undefined }) => (
  <kbd className="inline-flex shrink-0 gap-0.5 font-sans">
    {keyNames(keys).map((name) => (
      <span
        key={name}
        className={classNames(
          "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-small px-1 text-micro",
          inverted ? "bg-canvas/15 text-canvas/80" : "border border-line bg-sunken text-ink-faint",
        )}
      >
        {name}
      </span>
    ))}
  </kbd>
);
