import { expect, it } from "vitest";
import { readSection, rowsOf, type DiffSection } from "./diff-rows.ts";
import { parseDiff } from "./parse-diff.ts";
import { emphasise, emphasisOf } from "./word-emphasis.ts";

const changed = `--- a/notes.md
+++ b/notes.md
@@ -10,3 +10,4 @@
 same
-old total: 12 EUR
+old total: 15 EUR
+one more
 end
`;

it("numbers both sides and counts what comes and goes", () => {
  const { rows, addedCount, removedCount } = parseDiff(changed);
  expect([addedCount, removedCount]).toEqual([2, 1]);
  expect(rows.map((row) => (row.kind === "gap" ? `gap ${row.lineCount}` : `${row.kind} ${row.before ?? "-"} ${row.after ?? "-"}`))).toEqual(
    ["gap 9", "same 10 10", "gone 11 -", "new - 11", "new - 12", "same 12 13"],
  );
});

it("takes a removed line of dashes for a line and not for a header", () => {
  const { rows, removedCount } = parseDiff("--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n--- not a header\n keep\n");
  expect(removedCount).toBe(1);
  expect(rows[0]).toMatchObject({ kind: "gone", text: "-- not a header" });
});

it("reads a new file from its first line and says where no line break ends it", () => {
  const { rows } = parseDiff("--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n");
  expect(rows).toEqual([
    { kind: "new", before: null, after: 1, text: "a", unended: false },
    { kind: "new", before: null, after: 2, text: "b", unended: true },
  ]);
});

it("says how much lies between two places and how much was cut", () => {
  const { rows } = parseDiff("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n@@ -20,1 +20,1 @@\n-c\n+d\n# 77 more lines are not shown\n");
  expect(rows.filter(({ kind }) => kind === "gap")).toEqual([
    { kind: "gap", lineCount: 18 },
    { kind: "gap", lineCount: 77 },
  ]);
});

it("marks only the words that differ", () => {
  const pair = emphasisOf("old total: 12 EUR", "old total: 15 EUR");
  expect(pair).toEqual({ gone: { start: 11, end: 13 }, fresh: { start: 11, end: 13 } });
  expect(emphasisOf("completely other", "nothing in common here")).toBeNull();
});

it("compares lines only where as many go as come", () => {
  expect(emphasise(parseDiff(changed).rows).size).toBe(0);
  expect(emphasise(parseDiff("@@ -1,2 +1,2 @@\n-one two three\n-four five six\n+one 2 three\n+four 5 six\n").rows).size).toBe(4);
});

const section = (key: string, body: DiffSection["body"]): DiffSection => ({ key, sign: "changed", title: key, detail: "", body });

it("folds a section into its title and leaves alone what has nothing to open", () => {
  const sections = [
    section("a", { type: "diff", text: changed }),
    section("b", { type: "none", why: "binary" }),
    section("c", { type: "none", why: "" }),
  ].map(readSection);
  expect(rowsOf(sections, new Set()).map(({ type }) => type)).toEqual([
    "section",
    "gap",
    "line",
    "line",
    "line",
    "line",
    "line",
    "section",
    "note",
    "section",
  ]);
  expect(rowsOf(sections, new Set(["a"])).map(({ type }) => type)).toEqual(["section", "section", "note", "section"]);
});

it("reads ten thousand lines, each with its emphasis", () => {
  const lines = Array.from({ length: 5000 }, (_line, index) => `-line ${index} of the file\n+line ${index} of a file`).join("\n");
  const read = readSection(section("big", { type: "diff", text: `@@ -1,5000 +1,5000 @@\n${lines}\n` }));
  expect(read.lines).toHaveLength(10_000);
  expect(rowsOf([read], new Set())).toHaveLength(10_001);
});
