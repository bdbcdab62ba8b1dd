import { expect, test, type Page } from "playwright/test";
import { openMarkdownHarness } from "../../build/bench/markdown-harness.mjs";

declare global {
  interface Window {
    harness: {
      readonly hostileCount: number;
      readonly hostileText: (index: number) => string;
      readonly show: (text: string, streaming: boolean) => void;
      readonly chosen: () => readonly number[];
    };
    audit: () => string[];
    ran: number;
  }
}

/** Runs in the page: everything below the shown text that is not on the list. Kept apart from the sanitiser's own list on purpose. */
const installAudit = () => {
  const plainElements = new Set(
    "DIV P H3 H4 H5 H6 UL OL LI BLOCKQUOTE PRE CODE SPAN TABLE THEAD TBODY TR TH TD A BUTTON STRONG EM DEL BR HR".split(" "),
  );
  const mathElements = new Set(
    "SPAN svg path line math semantics annotation mrow mi mo mn ms mtext mspace msup msub msubsup mfrac msqrt mroot mtable mtr mtd munder mover munderover mpadded mphantom menclose mstyle".split(
      " ",
    ),
  );
  const plainAttributes = new Set(
    "class href target rel type start role aria-label data-citation data-action data-language data-math".split(" "),
  );
  const mathNever = /^(?:on|id$|name$|href$|xlink|src|data|action|form|target|tabindex)/i;
  window.ran = 0;
  Object.defineProperty(window, "pwned", { value: () => (window.ran += 1) });
  window.alert = () => (window.ran += 1);
  window.audit = () => {
    const root = document.querySelector("#shown > .md");
    if (root === null) return ["the text is gone"];
    const found: string[] = [];
    for (const element of root.querySelectorAll("*")) {
      const inMath = element.closest(".katex") !== null;
      if (!(inMath ? mathElements : plainElements).has(element.tagName)) found.push(`element ${element.tagName}`);
      for (const { name, value } of element.attributes) {
        const scrolls = name === "tabindex" && value === "0" && (element.matches("pre.md-pre") || element.matches("div.md-table"));
        if (inMath ? mathNever.test(name) : !plainAttributes.has(name) && !scrolls) found.push(`attribute ${name} on ${element.tagName}`);
        if (/url\(|javascript:|expression|position:\s*(?:fixed|sticky)/i.test(value) && name !== "href" && name !== "aria-label")
          found.push(`value ${name}=${value}`);
      }
      if (element instanceof HTMLAnchorElement) {
        if (!["http:", "https:", "mailto:"].includes(element.protocol) || element.username !== "") found.push(`link ${element.href}`);
        if (element.origin === location.origin) found.push(`link into the app ${element.href}`);
        if (!element.rel.includes("noopener") || element.target !== "_blank") found.push(`open link ${element.href}`);
      }
      if (
        element instanceof HTMLButtonElement &&
        element.dataset["citation"] !== undefined &&
        !["1", "2", "3"].includes(element.dataset["citation"])
      ) {
        found.push(`citation ${element.dataset["citation"]}`);
      }
    }
    if (/[\u202a-\u202e\u2066-\u2069]/.test(root.textContent)) found.push("reordering characters");
    return found;
  };
};

let harness: Awaited<ReturnType<typeof openMarkdownHarness>>;
let page: Page;
/** Everything that left the page or moved it; has to stay empty. */
let leaks: string[];

for (const policy of ["strict", "none"] as const) {
  // Without a content security policy the sanitiser stands alone; with the strict one everything still has to work.
  test.describe(`content security policy: ${policy}`, () => {
    test.describe.configure({ mode: "serial" });

    test.beforeAll(async ({ browser }) => {
      harness = await openMarkdownHarness({ policy });
      page = await browser.newPage();
      leaks = [];
      await page.goto(harness.url);
      await page.waitForFunction(() => window.harness.hostileCount > 0);
      await page.evaluate(installAudit);
      // KaTeX and the colouring thread are fetched once, before requests are watched.
      await page.evaluate(() => window.harness.show("$x^2$\n\n```js\nlet a = 1;\n```\n", false));
      await page.waitForSelector(".katex");
      await page.waitForSelector(".md-t-keyword");
      page.on("request", (request) => {
        if (!request.url().startsWith(`${harness.url}assets/`)) leaks.push(`request ${request.url()}`);
      });
      page.on("framenavigated", (frame) => leaks.push(`navigation ${frame.url()}`));
      page.on("dialog", (dialog) => {
        leaks.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on("pageerror", (error) => leaks.push(`error ${error.message}`));
      page.context().on("page", (opened) => {
        leaks.push(`window ${opened.url()}`);
        void opened.close();
      });
    });

    test.afterAll(async () => {
      await page.close();
      await harness.close();
    });

    const expectCalm = async () => {
      expect(await page.evaluate(() => window.ran)).toBe(0);
      expect(leaks).toEqual([]);
    };

    test("the audit sees what it must see", async () => {
      const found = await page.evaluate(() => {
        const root = document.querySelector("#shown > .md");
        const planted = document.createElement("div");
        const image = document.createElement("video");
        image.setAttribute("id", "harness");
        const link = document.createElement("a");
        link.href = "javascript:void 0";
        planted.append(image, link, "\u202e");
        root?.append(planted);
        const seen = window.audit();
        planted.remove();
        return seen;
      });
      expect(found).toEqual([
        "element VIDEO",
        "attribute id on VIDEO",
        "link javascript:void 0",
        "open link javascript:void 0",
        "reordering characters",
      ]);
    });

    test("no hostile text gets an element, an attribute, a script, a request or a navigation, whole or cut while it streams", async () => {
      test.setTimeout(240_000);
      const count = await page.evaluate(() => window.harness.hostileCount);
      expect(count).toBeGreaterThanOrEqual(100);
      for (let index = 0; index < count; index += 1) {
        const { text, found, slowestMs } = await page.evaluate((number) => {
          const hostile = window.harness.hostileText(number);
          const cuts = [0.13, 0.29, 0.5, 0.61, 0.77, 0.93].map((share) => Math.floor(hostile.length * share));
          const problems: string[] = [];
          let slowest = 0;
          const show = (part: string, streaming: boolean) => {
            const startMs = performance.now();
            window.harness.show(part, streaming);
            slowest = Math.max(slowest, performance.now() - startMs);
            problems.push(...window.audit());
          };
          show("", false);
          for (const cut of cuts) show(hostile.slice(0, cut), true);
          show(hostile, true);
          show(hostile, false);
          show(`Before it.\n\n${hostile}\n\nAfter it.`, false);
          return { text: hostile, found: [...new Set(problems)], slowestMs: slowest };
        }, index);
        expect(found, text.slice(0, 200)).toEqual([]);
        expect(slowestMs, text.slice(0, 200)).toBeLessThan(2000);
      }
      await expectCalm();
    });

    test("cut at every single character, nothing slips through", async () => {
      test.setTimeout(240_000);
      const found = await page.evaluate(() => {
        const problems = new Set<string>();
        for (let index = 0; index < window.harness.hostileCount; index += 1) {
          const hostile = window.harness.hostileText(index);
          if (hostile.length > 160) continue;
          window.harness.show("", false);
          for (let length = 1; length <= hostile.length; length += 1) {
            window.harness.show(hostile.slice(0, length), true);
            for (const problem of window.audit()) problems.add(`${hostile.slice(0, length)}: ${problem}`);
          }
        }
        return [...problems];
      });
      expect(found).toEqual([]);
      await expectCalm();
    });

    test("following any link of the corpus only ever asks, and shows the real destination", async () => {
      const asked = await page.evaluate(async () => {
        const hosts = new Set<string>();
        const until = async (holds: () => boolean, what: string) => {
          for (let turn = 0; !holds(); turn += 1) {
            if (turn > 200) throw new Error(what);
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        };
        const dialog = () => document.querySelector('[role="dialog"]');
        for (let index = 0; index < window.harness.hostileCount; index += 1) {
          window.harness.show(window.harness.hostileText(index), false);
          for (const anchor of [...document.querySelectorAll<HTMLAnchorElement>("#shown a")].slice(0, 5)) {
            for (const type of ["click", "auxclick"]) {
              anchor.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, button: type === "click" ? 0 : 1 }));
              const destination = anchor.protocol === "mailto:" ? anchor.pathname : anchor.host;
              await until(() => dialog()?.textContent.includes(destination) === true, `nothing asks about ${anchor.href}`);
              hosts.add(anchor.host);
              dialog()?.querySelector<HTMLButtonElement>("footer button:nth-child(2)")?.click();
              await until(() => dialog() === null, "the question stays");
            }
          }
        }
        return [...hosts];
      });
      expect(asked).toContain("evil.test");
      await expectCalm();
    });

    test("a link whose text names another place says so", async () => {
      await page.evaluate(() => window.harness.show("[https://bank.example](http://xn--80ak6aa92e.com/)", false));
      await page.locator("#shown a").click();
      const dialog = page.getByRole("dialog");
      await expect(dialog).toContainText("xn--80ak6aa92e.com");
      await expect(dialog.getByRole("status")).toHaveCount(3);
      await page.keyboard.press("Escape");
      await expect(dialog).toHaveCount(0);
      await expectCalm();
    });

    test("known citations are buttons and everything else in brackets is text", async () => {
      await page.evaluate(() => window.harness.show("It does [1], as [2, 3] say; not [4], not [1, 9], not [x].", false));
      await expect(page.locator("[data-citation]")).toHaveText(["1", "2", "3"]);
      await page.locator("[data-citation='2']").click();
      expect(await page.evaluate(() => window.harness.chosen())).toEqual([2]);
      await expect(page.locator("#shown")).toContainText("not [4], not [1, 9], not [x].");
    });

    test("streamed to its end, a text looks exactly as if it had come whole", async () => {
      const differing = await page.evaluate(async () => {
        const shown = () => document.querySelector("#shown > .md")?.innerHTML ?? "";
        const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
        const different: string[] = [];
        for (let index = 0; index < window.harness.hostileCount; index += 1) {
          const text = window.harness.hostileText(index);
          if (text.length > 2000 || text.startsWith("```")) continue;
          window.harness.show("", false);
          window.harness.show(text, false);
          await settle();
          const whole = shown();
          window.harness.show("", false);
          for (let length = 3; length < text.length; length += 7) window.harness.show(text.slice(0, length), true);
          window.harness.show(text, true);
          window.harness.show(text, false);
          await settle();
          if (shown() !== whole) different.push(text);
        }
        return different;
      });
      expect(differing).toEqual([]);
    });
  });
}
