import type { Settings } from "#core/settings/schema";

type Look = Pick<Settings, "theme" | "contrast" | "motion">;

const rememberedKey = "olympus-look";
const more = "(prefers-contrast: more)";

/** Null before the look was set for the first time. */
let chosen: Look | null = null;

const paint = ({ theme, contrast, motion }: Look): void => {
  const { dataset } = document.documentElement;
  dataset["theme"] = theme;
  // The system's wish is answered here, so that the colours of high contrast are written once.
  dataset["contrast"] = contrast === "more" || (contrast === "system" && matchMedia(more).matches) ? "more" : "normal";
  dataset["motion"] = motion;
};

/** Theme, contrast and motion, at once; remembered so that the next start does not flash. */
export const applyLook = (look: Look): void => {
  const { theme, contrast, motion } = look;
  if (chosen === null) matchMedia(more).addEventListener("change", () => chosen !== null && paint(chosen));
  if (chosen?.theme === theme && chosen.contrast === contrast && chosen.motion === motion) return;
  chosen = { theme, contrast, motion };
  paint(chosen);
  localStorage.setItem(rememberedKey, [theme, contrast, motion].join(" "));
};

const oneOf = <Value extends string>(value: string | undefined, values: readonly Value[]): Value =>
  values.find((candidate) => candidate === value) ?? (values[0] as Value);

/** Before anything is drawn: the look of the last time. */
export const applyRememberedTheme = (): void => {
  const [theme, contrast, motion] = (localStorage.getItem(rememberedKey) ?? "").split(" ");
  applyLook({
    theme: oneOf(theme, ["system", "light", "dark"]),
    contrast: oneOf(contrast, ["system", "normal", "more"]),
    motion: oneOf(motion, ["system", "reduced"]),
  });
};
