import { globMatcher } from "./glob.ts";

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly isNegated: boolean;
  readonly foldersOnly: boolean;
}

/** One folder's `.gitignore`. */
export interface IgnoreRules {
  /** What the last matching line says of a path relative to this folder; null when no line is about it. */
  readonly verdict: (path: string, isFolder: boolean) => "ignored" | "kept" | null;
}

const toRule = (given: string): Rule | null => {
  let line = given.replace(/(?<!\\)[ \t\r]+$/, "");
  if (line === "" || line.startsWith("#")) return null;
  const isNegated = line.startsWith("!");
  if (isNegated) line = line.slice(1);
  const foldersOnly = line.endsWith("/");
  if (foldersOnly) line = line.slice(0, -1);
  const isAnchored = line.includes("/");
  const glob = line.startsWith("/") ? line.slice(1) : line;
  // Braces mean nothing in these files.
  const literal = glob.replaceAll(/[{}]/g, "\\$&");
  return { matches: globMatcher(isAnchored ? literal : `**/${literal}`), isNegated, foldersOnly };
};

/** Reads a `.gitignore` as git does (git-scm.com/docs/gitignore). */
export const readIgnoreRules = (text: string): IgnoreRules => {
  const rules = text
    .split("\n")
    .slice(0, 5000)
    .flatMap((line) => toRule(line) ?? []);
  return {
    verdict: (path, isFolder) => {
      const rule = rules.findLast(({ foldersOnly, matches }) => (isFolder || !foldersOnly) && matches(path));
      return rule === undefined ? null : rule.isNegated ? "kept" : "ignored";
    },
  };
};
