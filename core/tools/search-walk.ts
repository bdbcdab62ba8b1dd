import { ok, type Result } from "#core/base/schema";
import type { Entry, Files } from "#core/workspace";
import type { WorkspaceError } from "#core/workspace/schema";
import { globMatcher } from "./glob.ts";
import { readIgnoreRules, type IgnoreRules } from "./ignore-rules.ts";
import { textOf } from "./text.ts";

export interface WalkOptions {
  readonly globs: readonly string[];
  readonly hidden: boolean;
  readonly ignoreFiles: boolean;
}

const mostPerFolder = 50_000;
const largestIgnoreFileBytes = 256 * 1024;

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** As ripgrep's `-g`: the last glob that matches decides; without one, a file is in unless some glob asks for others. */
const wantedBy = (globs: readonly string[]): ((path: string) => boolean) => {
  const rules = globs.map((glob) => {
    const isNegated = glob.startsWith("!");
    const pattern = isNegated ? glob.slice(1) : glob;
    return { isNegated, matches: globMatcher(pattern.includes("/") ? pattern.replace(/^\//, "") : `**/${pattern}`) };
  });
  const needsOne = rules.some(({ isNegated }) => !isNegated);
  return (path) => {
    const rule = rules.findLast(({ matches }) => matches(path));
    return rule === undefined ? !needsOne : !rule.isNegated;
  };
};

interface FolderRules {
  readonly folder: string;
  readonly rules: IgnoreRules;
}

const isIgnored = (rules: readonly FolderRules[], { path, kind }: Entry): boolean => {
  for (const { folder, rules: inner } of rules.toReversed()) {
    const verdict = inner.verdict(folder === "" ? path : path.slice(folder.length + 1), kind === "folder");
    if (verdict !== null) return verdict === "ignored";
  }
  return false;
};

/** The files below a folder (or the one file) that a search looks at, in order. Never descends into what is ignored. */
export async function* walkFiles(
  files: Files,
  start: string,
  options: WalkOptions,
): AsyncGenerator<Result<Entry, WorkspaceError>, void, void> {
  const wanted = wantedBy(options.globs);

  const rulesIn = async (folder: string, entries: readonly Entry[]): Promise<FolderRules[]> => {
    const path = folder === "" ? ".gitignore" : `${folder}/.gitignore`;
    if (!options.ignoreFiles || !entries.some((entry) => entry.path === path && entry.kind === "file")) return [];
    const read = await files.read(path, { limitBytes: largestIgnoreFileBytes });
    return read.ok ? [{ folder, rules: readIgnoreRules(textOf(read.value) ?? "") }] : [];
  };

  /** Rules of the folders above the start count as well. */
  const rulesAbove = async (): Promise<FolderRules[]> => {
    const above: FolderRules[] = [];
    const parts = start === "" ? [] : start.split("/");
    for (let depth = 0; depth < parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join("/");
      const path = folder === "" ? ".gitignore" : `${folder}/.gitignore`;
      above.push(...(await rulesIn(folder, [{ path, kind: "file", sizeBytes: 0 }])));
    }
    return above;
  };

  async function* visit(folder: string, outer: readonly FolderRules[]): AsyncGenerator<Result<Entry, WorkspaceError>, void, void> {
    const listed = await files.list(folder, { limit: mostPerFolder });
    if (!listed.ok) return yield listed;
    const rules = [...outer, ...(await rulesIn(folder, listed.value))];
    for (const entry of listed.value) {
      if (!options.hidden && nameOf(entry.path).startsWith(".")) continue;
      if (nameOf(entry.path) === ".git" || isIgnored(rules, entry)) continue;
      if (entry.kind === "folder") yield* visit(entry.path, rules);
      else if (entry.kind === "file" && wanted(entry.path)) yield ok(entry);
    }
  }

  const stands = start === "" ? ok({ kind: "folder" as const }) : await files.fingerprint(start);
  if (!stands.ok) return yield stands;
  if (stands.value.kind === "file") return yield ok({ path: start, kind: "file", sizeBytes: stands.value.sizeBytes });
  yield* visit(start, await rulesAbove());
}
