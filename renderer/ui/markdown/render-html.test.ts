import { expect, it } from "vitest";
import { calmBlock } from "./calm.ts";
import { linkWarnings } from "./pending-link.ts";
import { renderBlockHtml } from "./render-html.ts";
import { safeLink } from "./safe-link.ts";
import { safeText } from "./safe-text.ts";

const labels = { copy: "Copy", code: "Code", done: "Done", open: "Open", citation: "Source" };
const render = (raw: string) => renderBlockHtml(raw, { links: {}, citations: new Set([1, 2]), labels });

it("shows markup of the text as text", () => {
  expect(render("a <b onclick=x>c</b>")).toBe("<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>");
  expect(render("<script>x</script>\n")).toBe('<p class="md-raw">&lt;script&gt;x&lt;/script&gt;</p>');
  expect(render("a<br>b &copy; &lt;")).toBe("<p>a<br>b &copy; &lt;</p>");
});

it("makes buttons only of known citations", () => {
  const button = (number: number) =>
    `<button class="md-citation" type="button" data-citation="${number}" aria-label="Source ${number}">${number}</button>`;
  expect(render("x [1] [2, 1] [3] [1, 3]")).toBe(`<p>x ${button(1)} ${button(2)}${button(1)} [3] [1, 3]</p>`);
});

it("tells formulas from money", () => {
  expect(render("it costs $5 and $10")).toBe("<p>it costs $5 and $10</p>");
  expect(render("so $x^2 < y$ holds")).toBe('<p>so <span class="md-math" data-math="inline">x^2 &lt; y</span> holds</p>');
  expect(render("\\[\na\n\\]\n")).toBe('<span class="md-math" data-math="display">a</span>');
});

it("never makes a picture", () => {
  expect(render("![alt](http://a.b/c.png)")).not.toContain("<img");
  expect(render("![alt](data:image/png;base64,AA)")).toBe('<p><span class="md-image">alt</span></p>');
});

it.each([
  ["https://a.b/c?d=1&amp;e=2", "https://a.b/c?d=1&e=2"],
  ["HTTP://A.b", "http://a.b/"],
  ["mailto:a@b.example?body=x", "mailto:a@b.example"],
  ["javascript:alert(1)", null],
  ["java\tscript:alert(1)", null],
  ["javascript&#58;alert(1)", null],
  ["data:text/html,x", null],
  ["//evil.test", null],
  ["/settings", null],
  ["https://bank.example@evil.test", null],
  ["https:\\\\evil.test", null],
])("of the address %j makes %j", (href, expected) => {
  expect(safeLink(href)).toBe(expected);
});

it("takes out what reorders or hides text and keeps what languages need", () => {
  expect(safeText("a\u202eb\u2066c\u0000d\r\ne\ud800")).toBe("a\ufffdb\ufffdc\ufffdd\ne\ufffd");
  expect(safeText("שלום\u200f \u{1f468}\u200d\u{1f469} \u{1f3f4}\u{e0067}\u{e0062}\u{e007f}")).toBe(
    "שלום\u200f \u{1f468}\u200d\u{1f469} \u{1f3f4}\u{e0067}\u{e0062}\u{e007f}",
  );
  expect(safeText("a\u{e0041}b")).toBe("ab");
});

it.each([
  ["some **bol", "some **bol**"],
  ["a `cod", "a `cod`"],
  ["see [the man", "see the man"],
  ["see [the manual](https://exa", "see the manual"],
  ["![pict](https://exa", "pict"],
  ["as written [1", "as written"],
  ["title\n==", "title"],
  ["- one\n- ", "- one"],
  ["| a | b", "| a | b|\n| - | - |"],
  ["so $$x + ", "so"],
  ["2 * 3 * 4", "2 * 3 * 4"],
  ["snake_case_name", "snake_case_name"],
  ["```js\nlet a;\n``", "```js\nlet a;"],
])("shows %j calmly as %j while it streams", (raw, expected) => {
  expect(calmBlock(raw)).toBe(expected);
});

it("notices links that lie", () => {
  expect(linkWarnings({ href: "https://evil.test/", text: "https://bank.example/login" })).toEqual(["linkWrittenAs"]);
  expect(linkWarnings({ href: "http://xn--80ak6aa92e.com/", text: "apple" })).toEqual(["linkLookAlike", "linkPlain"]);
  expect(linkWarnings({ href: "https://www.a.example/x", text: "a.example/x" })).toEqual([]);
});
