import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Statement } from "@swc/core";
import { Visitor } from "@swc/core/Visitor.js";
import { cruise, type IReporterOutput, type ICruiseResult } from "dependency-cruiser";
import { importRules, readingOptions } from "./import-rules.ts";
import { root } from "./root.ts";

/** Fewer modules than this means that the reader read nothing, not that all is well (it exits 0 with 0 modules when it finds no compiler). */
const plausibleModules = 100;
const folders = ["core", "main", "preload", "renderer", "build", "e2e"];

// The visitor of @swc/core does not know `using` and throws; its initialisers are visited like those of `const`.
const visitStatement = Reflect.get(Visitor.prototype, "visitStatement") as (this: Visitor, statement: Statement) => Statement;
Visitor.prototype.visitStatement = function (statement: Statement) {
  if ((statement.type as string) !== "UsingDeclaration") return visitStatement.call(this, statement);
  const { decls } = statement as unknown as { decls: Parameters<Visitor["visitVariableDeclarators"]>[0] };
  this.visitVariableDeclarators(decls);
  return statement;
};

interface Reading {
  readonly moduleCount: number;
  /** `file: rule`, each once, sorted. */
  readonly broken: readonly string[];
  readonly files: readonly string[];
  readonly lines: readonly string[];
}

const readTree = async (tree: string, present: readonly string[]): Promise<Reading> => {
  const answer: IReporterOutput = await cruise([...present], {
    ...readingOptions,
    ruleSet: { forbidden: importRules },
    validate: true,
    baseDir: tree,
  });
  const { modules, summary } = answer.output as ICruiseResult;
  return {
    moduleCount: modules.filter((module) => folders.some((folder) => module.source.startsWith(`${folder}/`))).length,
    broken: [...new Set(summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`))].toSorted(),
    files: modules.map((module) => module.source).filter((source) => folders.some((folder) => source.startsWith(`${folder}/`))),
    lines: summary.violations.map(({ from, to, rule }) => `${from} → ${to} (${rule.name})`),
  };
};

const promised = (tree: string, files: readonly string[]): string[] =>
  files
    .flatMap((file) => {
      const first = readFileSync(join(tree, file), "utf8").split("\n")[0] ?? "";
      return first.startsWith("// breaks: ")
        ? first
            .slice("// breaks: ".length)
            .split(", ")
            .map((rule) => `${file}: ${rule}`)
        : [];
    })
    .toSorted();

const canaryTree = join(root, "build", "canary");
const canary = await readTree(
  canaryTree,
  folders.filter((folder) => folder !== "e2e"),
);
const expected = promised(canaryTree, canary.files);
const silent = expected.filter((line) => !canary.broken.includes(line));
const surprising = canary.broken.filter((line) => !expected.includes(line));
const unproven = importRules.map((rule) => rule.name ?? "").filter((name) => !canary.broken.some((line) => line.endsWith(`: ${name}`)));
const where = relative(root, canaryTree);
for (const line of silent) console.log(`${where}/${line} did not fire`);
for (const line of surprising) console.log(`${where}/${line} fired unexpectedly`);
for (const name of unproven) console.log(`${name} is broken by no file in ${where}`);

const tree = await readTree(root, folders);
for (const line of tree.lines) console.log(line);
if (tree.moduleCount < plausibleModules)
  console.log(`only ${tree.moduleCount} modules were read; there must be at least ${plausibleModules}`);
console.log(`${tree.moduleCount} modules, ${tree.lines.length} broken rules; canary: ${canary.broken.length} of ${expected.length} fired`);
process.exitCode =
  silent.length + surprising.length + unproven.length + tree.lines.length === 0 && tree.moduleCount >= plausibleModules ? 0 : 1;
