import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./root.ts";

/** A rule of a SPEC.md begins a line: `M3 …`, `- M3 …`, `- **M3** …`, `### M3 …`. */
const ruleLine = /^(?:#+ |[-*] )?\**([A-Z]{1,3}\d+)\b/gm;
/** A test's title begins with its rules: `[M3] …`, `[M3, M4] …`. */
const titleRules = /["'`]\[([A-Z]{1,3}\d+(?:, [A-Z]{1,3}\d+)*)\]/g;

const problems: string[] = [];
let ruleCount = 0;

for (const spec of globSync("{core,main,renderer}/**/SPEC.md", { cwd: root }).toSorted()) {
  const folder = dirname(spec);
  const rules = [...readFileSync(join(root, spec), "utf8").matchAll(ruleLine)].map((match) => match[1] ?? "");
  const tests = globSync(`${folder}/**/*.test.{ts,tsx}`, { cwd: root });
  const named = new Map<string, string>();
  for (const test of tests)
    for (const match of readFileSync(join(root, test), "utf8").matchAll(titleRules))
      for (const rule of (match[1] ?? "").split(", ")) named.set(rule, test);
  ruleCount += rules.length;
  for (const rule of new Set(rules.filter((rule, index) => rules.indexOf(rule) !== index)))
    problems.push(`${spec}: ${rule} is there twice`);
  for (const rule of rules) if (!named.has(rule)) problems.push(`${spec}: no test names ${rule}`);
  for (const [rule, test] of named) if (!rules.includes(rule)) problems.push(`${test}: ${rule} is not a rule of ${spec}`);
}

for (const problem of problems) console.log(problem);
console.log(`${ruleCount} rules`);
process.exitCode = problems.length === 0 ? 0 : 1;
