import { Contrast, Languages, Moon, Sun, SunMoon, Zap, ZapOff } from "lucide-react";
import type { Settings } from "#core/settings/schema";
import type { AppCommand } from "../ui/commands.ts";
import type { WindowSettings } from "./window-settings.ts";

type Look = Pick<Settings, "theme" | "contrast" | "motion" | "language">;

/** How the window looks and which language it speaks. */
export const lookCommands = (settings: WindowSettings): readonly AppCommand[] => {
  const set = (id: string, patch: Partial<Look>, shown: Pick<AppCommand, "icon" | "title" | "keywords">): AppCommand => ({
    ...shown,
    id,
    group: "look",
    run: () => void settings.update(patch),
  });
  return [
    set("look.light", { theme: "light" }, { icon: Sun, title: (t) => t("commands.light") }),
    set("look.dark", { theme: "dark" }, { icon: Moon, title: (t) => t("commands.dark") }),
    set("look.system", { theme: "system" }, { icon: SunMoon, title: (t) => t("commands.system") }),
    set("look.contrast-more", { contrast: "more" }, { icon: Contrast, title: (t) => t("commands.contrastMore") }),
    set("look.contrast-normal", { contrast: "normal" }, { icon: Contrast, title: (t) => t("commands.contrastNormal") }),
    set("look.contrast-system", { contrast: "system" }, { icon: Contrast, title: (t) => t("commands.contrastSystem") }),
    set("look.motion-reduced", { motion: "reduced" }, { icon: ZapOff, title: (t) => t("commands.motionReduced") }),
    set("look.motion-system", { motion: "system" }, { icon: Zap, title: (t) => t("commands.motionSystem") }),
    // A language is looked for in that language, whatever the window speaks.
    set(
      "look.english",
      { language: "en" },
      { icon: Languages, title: (t) => t("commands.english"), keywords: (t) => t("commands.language") },
    ),
    set(
      "look.german",
      { language: "de" },
      { icon: Languages, title: (t) => t("commands.german"), keywords: (t) => t("commands.language") },
    ),
    set("look.language-system", { language: "system" }, { icon: Languages, title: (t) => t("commands.languageSystem") }),
  ];
};
