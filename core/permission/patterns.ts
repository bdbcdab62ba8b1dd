import { globMatcher } from "#core/tools";
import type { Effect } from "#core/tools/schema";
import type { GatewayCall } from "./call.ts";
import { pathsOf } from "./call-facts.ts";
import type { Pattern, Scope } from "./schema.ts";

/** Anything a shell reads as more than a word; a command with any of it is never covered by its beginning. */
const shellSyntax = /[^A-Za-z0-9 _./:=@%+,-]/;

const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");

const coversCommand = (prefix: string, command: string): boolean => {
  const start = words(prefix);
  const given = words(command);
  return !shellSyntax.test(command) && start.length > 0 && start.every((word, index) => given[index] === word);
};

const coversEffect = (pattern: Pattern, call: GatewayCall, effect: Effect): boolean => {
  switch (pattern.type) {
    case "tool":
      return call.tool === pattern.tool;
    case "host":
      return effect.type === "http" && effect.url.startsWith("https://") && effect.host === pattern.host.toLowerCase();
    case "command":
      return effect.type === "command" && !effect.network && coversCommand(pattern.prefix, effect.command);
    case "path": {
      const matches = globMatcher(pattern.glob);
      return effect.type === "file" && call.workspaceRoot === pattern.workspaceRoot && pathsOf([effect]).every((path) => matches(path));
    }
  }
};

/** What of a call stays unknown matters for files; a request's answer and a command's changes (held to `mayChange`) do not widen what was granted. */
const isUnknown = (pattern: Pattern, call: GatewayCall): boolean =>
  call.effects.length === 0 ? pattern.type !== "tool" : pattern.type === "path" && call.unpredictable.length > 0;

export const coversWithPattern = (pattern: Pattern, call: GatewayCall, effect: Effect): boolean =>
  !isUnknown(pattern, call) && coversEffect(pattern, call, effect);

/** Patterns a person may choose from for a call, the narrowest first. After untrusted text only hosts may be named. */
export const patternsFor = (call: GatewayCall, dataMayLeave: boolean): Pattern[] => {
  const found: Pattern[] = [];
  for (const effect of call.effects) {
    if (effect.type === "http" && effect.url.startsWith("https://")) found.push({ type: "host", host: effect.host });
    if (effect.type === "command" && !effect.network && !shellSyntax.test(effect.command))
      found.push({ type: "command", prefix: words(effect.command).slice(0, 2).join(" ") });
    if (effect.type === "file" && call.unpredictable.length === 0)
      for (const path of pathsOf([effect])) {
        const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
        // Characters that a glob would read as more than themselves would widen the grant.
        if (folder !== "" && !/[*?[\]{}\\!]/.test(folder))
          found.push({ type: "path", workspaceRoot: call.workspaceRoot, glob: `${folder}/**` });
      }
  }
  if (!dataMayLeave) found.push({ type: "tool", tool: call.tool });
  const byText = new Map(found.filter(({ type }) => !dataMayLeave || type === "host").map((pattern) => [JSON.stringify(pattern), pattern]));
  return [...byText.values()].slice(0, 20);
};

const patternWords = (pattern: Pattern): string => {
  switch (pattern.type) {
    case "host":
      return `Requests over https to ${pattern.host}`;
    case "path":
      return `File changes in ${pattern.workspaceRoot} whose every path matches ${pattern.glob}`;
    case "tool":
      return `Every use of ${pattern.tool}`;
    case "command":
      return `Sandboxed commands that begin with the words "${pattern.prefix}" and use no shell syntax`;
  }
};

/** What a grant allows, in one sentence. */
export const wordsOf = (scope: Scope, evenAfterReading: boolean): string => {
  switch (scope.type) {
    case "once":
      return "Exactly one call, once.";
    case "run":
      return `${scope.tool} in this one run${scope.destinations.length === 0 ? "" : `, to ${scope.destinations.join(", ")} only`}; not after the run has read untrusted text, if data could leave.`;
    case "pattern":
      return `${patternWords(scope.pattern)}, ${evenAfterReading ? "also after" : "not when data could leave after"} untrusted text was read, until revoked.`;
  }
};
