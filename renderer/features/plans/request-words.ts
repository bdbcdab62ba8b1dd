import type { Pattern } from "#core/permission/schema";
import type { Translate } from "../../ui/i18n.ts";

/** What a standing grant of this pattern would allow, as the rest of "Always allow …". */
export const patternWords = (t: Translate, pattern: Pattern): string => {
  switch (pattern.type) {
    case "host":
      return t("pattern.host", { host: pattern.host });
    case "path":
      return t("pattern.path", { glob: pattern.glob, root: pattern.workspaceRoot });
    case "tool":
      return t("pattern.tool", { tool: pattern.tool });
    case "command":
      return t("pattern.command", { prefix: pattern.prefix });
  }
};
