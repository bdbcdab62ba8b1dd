import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./root.ts";

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
const files = globSync(".github/workflows/*.yml", { cwd: root }).map((name) => readFileSync(join(root, name), "utf8"));
const text = files.join("\n");

const valuesOf = (key: string): string[] =>
  [...text.matchAll(new RegExp(`^ *(?:- )?${key}: *(.+?)(?: +#.*)?$`, "gm"))].map(([, value = ""]) => value);

it("is made of spaces and whole pairs: no tabs, no line that is neither a key, an item, a comment nor the text of a block", () => {
  expect(files.length).toBeGreaterThan(0);
  expect(text).not.toMatch(/\t/);
  for (const file of files) {
    let blockIndent = Infinity;
    for (const line of file.split("\n")) {
      const indent = line.search(/\S/);
      if (indent === -1 || indent > blockIndent) continue;
      blockIndent = /[:-] [|>]$/.test(line) ? indent : Infinity;
      expect(line, line).toMatch(/^(?: {2})*(?:#.*|(?:- )?[\w-]+:(?: .+)?|- .+)$/);
    }
  }
});

it("runs everything on three systems", () => {
  const [systems = ""] = valuesOf("system");
  for (const system of ["ubuntu", "windows", "macos"]) expect(systems).toContain(`${system}-`);
  expect(systems).not.toContain("latest");
});

it("uses actions by commit, with the version beside it", () => {
  const uses = text.match(/^ *- uses: .*$/gm) ?? [];
  expect(uses.length).toBeGreaterThan(3);
  for (const line of uses) expect(line).toMatch(/^ *- uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

it("has no secret, and rights to read alone", () => {
  expect(text).not.toMatch(/secrets\./);
  expect(valuesOf("contents")).toEqual(["read"]);
  for (const checkout of text.split("actions/checkout@").slice(1)) expect(checkout.slice(0, 200)).toContain("persist-credentials: false");
});

it("calls only commands and files that are there", () => {
  const called = [...text.matchAll(/npm (?:run )?([a-z]+)/g)].map(([, name = ""]) => name).filter((name) => name !== "run");
  expect(new Set(called)).toEqual(new Set(["test", "package", "build"]));
  for (const name of called) expect(Object.keys(scripts)).toContain(name);
  expect(text).toContain("-c e2e/playwright.config.ts --project desktop");
  const paths = [...text.matchAll(/node_modules\/(?:playwright|vitest)\/[\w./]+/g)].map(([path]) => path);
  for (const path of paths) expect(globSync(path, { cwd: root })).toEqual([path]);
  expect(globSync("build/migration-kill*.test.ts", { cwd: root }).length).toBe(1);
});
