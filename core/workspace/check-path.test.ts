import fc from "fast-check";
import { expect, it } from "vitest";
import { checkPath, foldName } from "./check-path.ts";

it("[W1] honest names in many scripts are let through, outermost first", () => {
  for (const path of [
    "Rechnung März.pdf",
    "2024/05/invoice (1).pdf",
    "日本語/ファイル.txt",
    "قائمة.txt",
    "emoji ☀️.md",
    ".gitignore",
    "a'b&c;d$e.txt",
    "x~y",
  ])
    expect(checkPath(path, "new", "linux")).toEqual({ ok: true, value: path.split("/") });
});

it("[W2] a name that only another system would not allow can be read and moved away here, and never comes into being", () => {
  for (const path of ["12:30.txt", "notes.", "aux", "who?.txt", "zero\u200bwidth"]) {
    expect(checkPath(path, "existing", "linux").ok, path).toBe(true);
    expect(checkPath(path, "new", "linux")).toMatchObject({ ok: false, error: { type: "PathRefused", path } });
    expect(checkPath(path, "existing", "win32")).toMatchObject({ ok: false, error: { type: "PathRefused", path } });
  }
});

it("[W3] spellings of one name fold to the same", () => {
  for (const [left, right] of [
    ["README.md", "readme.MD"],
    ["é", "e\u0301"],
    ["Straße", "STRASSE"],
    ["ﬁle", "file"],
    ["ａ.txt", "a.txt"],
    ["a\u200d.txt", "a.txt"],
    ["ς", "Σ"],
  ] as const)
    expect(foldName(left), `${left} ${right}`).toBe(foldName(right));
  expect(foldName("a")).not.toBe(foldName("b"));
  expect(foldName("e")).not.toBe(foldName("é"));
});

it("[W1] whatever is let through names a place strictly inside, in any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 30 }), fc.constantFrom<"new" | "existing">("new", "existing"), (path, use) => {
      const checked = checkPath(path, use);
      if (!checked.ok) return;
      expect(checked.value.length).toBeGreaterThan(0);
      for (const name of checked.value) expect(name === "" || name === "." || name === ".." || /[/\\\0]/.test(name)).toBe(false);
    }),
    { numRuns: 3000 },
  );
});
