import type { Look } from "#core/agents/schema";
import type { Translate } from "../../ui/i18n.ts";

const textOf = (input: Look["input"], ...names: readonly string[]): string => {
  if (input === null || typeof input !== "object" || Array.isArray(input)) return "";
  for (const name of names) {
    const value = input[name];
    if (typeof value === "string") return value;
  }
  return "";
};

/** One look, in the words of somebody who was watching. */
export const lookWords = (t: Translate, { input, tool }: Look): string => {
  switch (tool) {
    case "files.list": {
      const what = textOf(input, "path");
      return what === "" || what === "." ? t("look.listAll") : t("look.list", { what });
    }
    case "files.read":
      return t("look.read", { what: textOf(input, "path") });
    case "files.search":
      return t("look.search", { what: textOf(input, "pattern", "text", "query") });
    case "memory.search":
      return t("look.memory", { what: textOf(input, "query", "text") });
    default:
      return t("look.other", { tool, what: textOf(input, "path", "query") });
  }
};
