import { expect, it } from "vitest";
import { createFenceReader, readFence } from "../markdown/code-fences.ts";
import { artifactOf } from "./detect.ts";

const lines = (count: number) => Array.from({ length: count }, (_none, index) => `line(${index})`).join("\n");
const found = (info: string, code: string) => artifactOf({ info, code });

it("code is an artifact above twelve lines when its language is known", () => {
  expect(found("py", lines(12))).toBeNull();
  expect(found("py", lines(13))).toEqual({ kind: "code", language: "py", name: null });
  expect([found("klingon", lines(40)), found("", lines(40))]).toEqual([null, null]);
});

it.each([
  ["html", "html"],
  ["HTML", "html"],
  ["svg", "svg"],
  ["csv", "table"],
  ["tsv", "table"],
  ["md", "markdown"],
  ["chart", "chart"],
] as const)("%s always is one, once it holds something", (info, kind) => {
  expect(found(info, "x")?.kind).toBe(kind);
  expect(found(info, " \n")).toBeNull();
});

it("xml that draws is a drawing", () => {
  expect(found("xml", '<?xml version="1.0"?>\n<svg viewBox="0 0 1 1"/>')?.kind).toBe("svg");
  expect(found("xml", "<svgx/>")).toBeNull();
});

it.each([
  ['html title="Our garden"', "<p>", "Our garden"],
  ["html index.html", "<p>", "index.html"],
  ["html", "<head><title>Rent </title>", "Rent"],
  ["html", "<h1>The <em>rent</em></h1>", "The rent"],
  ["svg", "<svg><title>A\nhouse</title>", "A house"],
  ["md", "text\n\n## Plan for May ##\n", "Plan for May"],
  ["chart", '{"type":"bar","title":"Costs"}', "Costs"],
  ["ts", `// src/app.ts\n${lines(14)}`, "src/app.ts"],
  ["ts", `// what it does\n${lines(14)}`, null],
  ["csv", "a,b", null],
  ['html title="a<script>b"', "<p>", "a script b"],
])("%s is named by what it says: %s", (info, code, name) => expect(found(info, code)?.name).toBe(name));

it("reads a fence with its end, without it, and nothing else", () => {
  expect(readFence("```js\na\n```\n\n")).toEqual({ info: "js", code: "a", closed: true });
  expect(readFence("~~~~ csv x.csv\na,b\n~~~\n1,2")).toEqual({ info: "csv x.csv", code: "a,b\n~~~\n1,2", closed: false });
  expect(readFence("```\n```")).toEqual({ info: "", code: "", closed: true });
  expect([readFence("a ```js"), readFence("```a`b"), readFence("    ```js\n")]).toEqual([null, null, null]);
});

it("finds the fences of a growing text where they are in the whole, and keeps what did not change", () => {
  const text = `One\n\n\`\`\`csv\na,b\n1,2\n\`\`\`\n\nTwo\n\n- \`\`\`js\n  x\n  \`\`\`\n\n\`\`\`html\n<p>hello</p>\n\`\`\`\n\nEnd of it.\n`;
  const reader = createFenceReader();
  let first: unknown;
  for (let length = 1; length <= text.length; length += 1) {
    const fences = reader(text.slice(0, length), true);
    if (fences[0]?.closed === true) {
      first ??= fences[0];
      expect(fences[0]).toBe(first);
    }
  }
  expect(reader(text, false).map(({ info, code }) => [info, code])).toEqual([
    ["csv", "a,b\n1,2"],
    ["html", "<p>hello</p>"],
  ]);
});
