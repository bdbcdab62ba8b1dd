import fc from "fast-check";
import { expect, it } from "vitest";
import { applyUnifiedDiff, replaceOnce } from "./patch.ts";
import { unifiedDiff } from "./unified-diff.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "", " c", "-d", "+e", "--- f", "@@ g", "\\ h", "ö €\r"), { maxLength: 40 })
  .chain((lines) => fc.boolean().map((ended) => lines.join("\n") + (ended && lines.length > 0 ? "\n" : "")));

it("a diff applied to what it was made of gives what it was made for", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unifiedDiff("x", before, after);
      if (diff === "") expect(after).toBe(before);
      else expect(applyUnifiedDiff(before, diff)).toEqual({ ok: true, value: after });
    }),
    { numRuns: 1500 },
  );
});

it("prints what diff -u prints", () => {
  const before = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`).join("");
  const after = before.replace("line 3\n", "third\n").replace("line 19\n", "").replace("line 20\n", "line 20");
  expect(unifiedDiff("a.txt", before, after)).toBe(
    [
      "--- a/a.txt",
      "+++ b/a.txt",
      "@@ -1,6 +1,6 @@",
      " line 1",
      " line 2",
      "-line 3",
      "+third",
      " line 4",
      " line 5",
      " line 6",
      "@@ -16,5 +16,4 @@",
      " line 16",
      " line 17",
      " line 18",
      "-line 19",
      "-line 20",
      "+line 20",
      "\\ No newline at end of file",
      "",
    ].join("\n"),
  );
  expect(unifiedDiff("new.txt", null, "one\n")).toBe("--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1 @@\n+one\n");
});

it("a hunk is found elsewhere when it fits at exactly one place, and refused when it fits at several or none", () => {
  const diff = "@@ -9,2 +9,2 @@\n x\n-y\n+z\n";
  expect(applyUnifiedDiff("a\nx\ny\n", diff)).toEqual({ ok: true, value: "a\nx\nz\n" });
  expect(applyUnifiedDiff("x\ny\nx\ny\n", diff)).toEqual({ ok: false, error: "hunk 1 fits at several places" });
  expect(applyUnifiedDiff("x\nY\n", diff)).toEqual({ ok: false, error: "hunk 1 fits nowhere" });
});

it.each([
  ["", "there is no hunk in the diff"],
  ["hello", "there is no hunk in the diff"],
  ["@@ nonsense @@\n x\n", "a hunk's header is not @@ -line,count +line,count @@"],
  ["@@ -1,3 +1,3 @@\n x\n", "the last hunk has fewer lines than its header says"],
  ["@@ -1,2 +1,1 @@\n+x\n y\n", "a hunk has more lines than its header says (line 1)"],
  ["--- a/x\n+++ b/x\n@@ -1 +1 @@\n-x\n+y\n--- a/z\n+++ b/z\n@@ -1 +1 @@\n-x\n+y\n", "the diff is about more than one file"],
  ["@@ -1,2 +1,2 @@\n x\n@@ -5 +5 @@\n-x\n+y\n", "a hunk has fewer lines than its header says"],
])("a damaged diff is refused with its reason: %j", (diff, reason) => {
  expect(applyUnifiedDiff("x\n", diff)).toEqual({ ok: false, error: reason });
});

it("keeps Windows line ends", () => {
  expect(applyUnifiedDiff("a\r\nb\r\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n")).toEqual({ ok: true, value: "a\r\nc\r\n" });
  expect(replaceOnce("a\r\nb\r\n", "a\nb\n", "x\ny\n")).toEqual({ ok: true, value: "x\r\ny\r\n" });
});

it("a text is replaced only when it occurs exactly once, overlaps counted", () => {
  expect(replaceOnce("aaa", "aa", "b")).toEqual({ ok: false, error: "the text to replace occurs 2 times" });
  expect(replaceOnce("abc", "x", "b")).toEqual({ ok: false, error: "the text to replace is not in the file" });
  expect(replaceOnce("a$&c", "$&", "$1")).toEqual({ ok: true, value: "a$1c" });
});
