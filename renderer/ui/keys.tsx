import { classNames } from "./class-names.ts";
import { useTexts, type Translate } from "./i18n.ts";
import { isApple } from "./key-press.ts";

const appleSigns: Readonly<Record<string, string>> = { mod: "⌘", ctrl: "⌃", alt: "⌥", shift: "⇧", enter: "↩" };
const arrows: Readonly<Record<string, string>> = { arrowup: "↑", arrowdown: "↓", arrowleft: "←", arrowright: "→", plus: "+" };
const words = new Set("ctrl meta alt shift escape enter space tab backspace delete insert home end pageup pagedown".split(" "));

/** "mod+k" as this platform writes it: ⌘ K or Ctrl K. `t`: the texts of `ui`. */
export const keyNames = (keys: string, t: Translate, apple = isApple): string[] =>
  keys.split("+").map((key) => {
    const sign = apple ? appleSigns[key] : undefined;
    if (sign !== undefined) return sign;
    if (key === "mod") return t("keys.ctrl");
    if (words.has(key)) return t(`keys.${key}`);
    return arrows[key] ?? key.toUpperCase();
  });

export const Keys = ({ keys, inverted = false }: { readonly keys: string; readonly inverted?: boolean | undefined }) => {
  const t = useTexts("ui");
  return (
    <kbd className="inline-flex shrink-0 gap-0.5 font-sans">
      {keyNames(keys, t).map((name) => (
        <span
          key={name}
          className={classNames(
            "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-small px-1 text-micro",
            inverted ? "bg-canvas/15 text-canvas/80" : "border border-line bg-sunken text-ink-soft",
          )}
        >
          {name}
        </span>
      ))}
    </kbd>
  );
};
