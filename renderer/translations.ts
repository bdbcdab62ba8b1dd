import type { Texts } from "./ui/i18n.ts";

/** Every file of every language but English, each fetched when it is needed. Here, because a path below this folder names its namespace. */
export const translations = import.meta.glob<Texts>(["./**/??.json", "./**/*.??.json", "!./**/en.json", "!./**/*.en.json"], {
  import: "default",
});
