import { readFileSync } from "node:fs";
import type { ProviderServer } from "#core/testing";
import { answers, answerWith, fence, page, pane, startProvider } from "./artifact-answers.ts";
import { expect, test as base } from "./host.ts";

const test = base.extend<{ provider: ProviderServer }>({
  provider: async ({ app, host }, provide) => {
    const server = await startProvider(app, host);
    await provide(server);
    await server.close();
  },
});

const script = (last: string): string =>
  [
    "# garden.py",
    "from datetime import date",
    "",
    ...Array.from({ length: 12 }, (_none, index) => `beds[${index}] = "row ${index}"`),
    last,
  ].join("\n");

test("code opens beside the answer with its versions, and the window keeps working by keyboard", async ({ app, provider }) => {
  await answerWith(app, provider, `Here it is.\n\n${fence("python", script("print(1)"))}\n`);
  const open = answers(app).last().getByRole("button", { name: "Open garden.py" });
  await open.focus();
  await app.keyboard.press("Enter");
  await expect(pane(app)).toBeFocused();
  await expect(pane(app).getByRole("heading", { name: "garden.py" })).toBeVisible();
  const listing = pane(app).getByRole("group", { name: "garden.py" });
  await expect(listing.locator("code")).toHaveText(script("print(1)"));
  await expect(listing.locator(".md-line-numbers")).toHaveText(Array.from({ length: 16 }, (_none, index) => index + 1).join("\n"));
  await expect(listing.locator("[class^=md-t-]").first()).toBeVisible();

  const saving = app.waitForEvent("download");
  await pane(app).getByRole("button", { name: "Save as a file" }).click();
  const saved = await saving;
  expect([saved.suggestedFilename(), readFileSync(await saved.path(), "utf8")]).toEqual(["garden.py", script("print(1)")]);

  await app.keyboard.press("Escape");
  await expect(pane(app)).toBeHidden();
  await expect(open).toBeFocused();

  await answerWith(app, provider, `Better.\n\n${fence("python", script("print(2)"))}\n`);
  await answers(app).last().getByRole("button", { name: "Open garden.py" }).click();
  await expect(pane(app).getByRole("heading")).toContainText("v2");
  await pane(app).getByRole("radio", { name: "Changes since v1" }).click();
  const diff = pane(app).getByTestId("diff");
  await expect(diff).toContainText("print(1)");
  await expect(diff).toContainText("print(2)");
  await expect(diff).not.toContainText("beds[0]");

  await pane(app)
    .getByRole("button", { name: /Choose one of 2/ })
    .click();
  await app.getByRole("menuitem", { name: "garden.py (v1)" }).click();
  await expect(pane(app).getByRole("group", { name: "garden.py" }).locator("code")).toContainText("print(1)");
  await pane(app).getByRole("button", { name: "Show the newest (v2)" }).click();
  // How each was looked at is remembered.
  await expect(diff).toBeVisible();
  await pane(app).getByRole("radio", { name: "Source" }).click();
  await expect(pane(app).getByRole("group", { name: "garden.py" }).locator("code")).toContainText("print(2)");

  const edge = app.getByRole("separator", { name: "Width of this pane" });
  const width = Number(await edge.getAttribute("aria-valuenow"));
  await edge.focus();
  await app.keyboard.press("ArrowRight");
  await expect(edge).toHaveAttribute("aria-valuenow", String(width - 32));
  await app.reload();
  await answers(app).last().getByRole("button", { name: "Open garden.py" }).click();
  await expect(app.getByRole("separator", { name: "Width of this pane" })).toHaveAttribute("aria-valuenow", String(width - 32));
});

test("a table sorts, scrolls through thousands of rows and becomes a chart", async ({ app, provider }) => {
  const rows = Array.from({ length: 5000 }, (_none, index) => `"Plot ${index}, north",${(index * 7919) % 5000},m²`);
  await answerWith(app, provider, `Plots:\n\n${fence("csv plots.csv", ["plot,area,unit", ...rows].join("\n"))}\n`);
  await answers(app).last().getByRole("button", { name: "Open plots.csv" }).click();
  const table = pane(app).getByRole("table", { name: "plots.csv" });
  await expect(pane(app).getByText("5,000 rows, 3 columns")).toBeVisible();
  const firstRow = table.getByRole("row").nth(1);
  await expect(firstRow).toContainText("Plot 0, north");
  expect(await table.getByRole("row").count()).toBeLessThan(80);
  await expect(firstRow.getByRole("cell").nth(1)).toHaveCSS("text-align", "right");

  await table.getByRole("button", { name: "area" }).click();
  await table.getByRole("button", { name: "area" }).click();
  await expect(table.getByRole("columnheader", { name: "area" })).toHaveAttribute("aria-sort", "descending");
  await expect(firstRow.getByRole("cell").nth(1)).toHaveText("4999");
  await table.focus();
  await app.keyboard.press("End");
  await expect(table.getByRole("row").last().getByRole("cell").nth(1)).toHaveText("0");

  await pane(app).getByRole("radio", { name: "Chart" }).click();
  const figure = pane(app).getByRole("figure", { name: "Chart: plots.csv" });
  await expect(figure.locator("svg path.recharts-curve")).toHaveCount(1, { timeout: 15_000 });
  await expect(figure.getByRole("table").getByRole("columnheader")).toHaveText(["plot", "area"]);
});

const chart = (type: string, more: object = {}): string =>
  JSON.stringify({
    type,
    title: "Rent and heating",
    labels: ["January", "February", "March", "April"],
    series: [
      { name: "Rent", values: [850, 850, 880, 880] },
      { name: "Heating", values: [140, 120, 90, 40] },
    ],
    yLabel: "EUR",
    unit: "EUR",
    ...more,
  });

test("charts are drawn with their figures beside them, in both themes, and saved as pictures", async ({ app, provider }) => {
  const scatter = {
    type: "scatter",
    title: "Sizes",
    series: [
      {
        name: "Flats",
        points: [
          [40, 600],
          [55, 800],
          [80, 1100],
        ],
      },
    ],
  };
  const kinds = ["bar", "line", "area", "pie"].map((type) => fence("chart", chart(type, { title: `A ${type} chart` })));
  await answerWith(
    app,
    provider,
    ["Look:", ...kinds, fence("chart", JSON.stringify(scatter)), fence("chart", '{"type":"bar"}'), fence("chart", "{")].join("\n\n"),
  );
  await answers(app).last().getByRole("button", { name: "Open A bar chart" }).click();
  const figure = pane(app).getByRole("figure");
  await expect(figure.locator("svg .recharts-bar-rectangle")).toHaveCount(8, { timeout: 15_000 });
  await expect(figure.getByRole("table").getByRole("row")).toHaveCount(5);
  await expect(figure.getByRole("table").getByRole("row").nth(4)).toHaveText("April88040");
  for (const theme of ["light", "dark"]) {
    await app.evaluate((name) => (document.documentElement.dataset["theme"] = name), theme);
    await app.screenshot({ path: test.info().outputPath(`chart-${theme}.png`) });
  }
  await app.evaluate(() => (document.documentElement.dataset["theme"] = "light"));

  const save = async (ending: string) => {
    const saving = app.waitForEvent("download");
    await pane(app).getByRole("button", { name: "Save as a file" }).click();
    await app.getByRole("menuitem", { name: `Save as ${ending}` }).click();
    const saved = await saving;
    return { name: saved.suggestedFilename(), content: readFileSync(await saved.path()) };
  };
  const png = await save("PNG");
  expect([png.name, png.content.subarray(1, 4).toString(), png.content.length > 5000]).toEqual(["A bar chart.png", "PNG", true]);
  const svg = await save("SVG");
  expect(svg.content.toString()).toMatch(/^<svg[\s\S]*January[\s\S]*<\/svg>$/);
  expect(svg.content.toString()).not.toMatch(/var\(|oklch|light-dark/);
  expect((await save("CSV")).content.toString()).toBe(
    "Label,Rent,Heating\nJanuary,850,140\nFebruary,850,120\nMarch,880,90\nApril,880,40\n",
  );

  const show = async (name: string) => {
    await pane(app)
      .getByRole("button", { name: /Choose one of 7/ })
      .click();
    await app.getByRole("menuitem", { name, exact: true }).click();
  };
  await show("A line chart");
  await expect(figure.locator("svg .recharts-line-curve")).toHaveCount(2);
  await show("A area chart");
  await expect(figure.locator("svg .recharts-area-area")).toHaveCount(2);
  await show("A pie chart");
  await expect(figure.locator("svg .recharts-pie-sector")).toHaveCount(4);
  await show("Sizes");
  await expect(figure.locator("svg .recharts-scatter-symbol")).toHaveCount(3);
  await pane(app).getByRole("radio", { name: "Table" }).click();
  await expect(pane(app).getByRole("table", { name: "Sizes" }).getByRole("row")).toHaveCount(4);
  await show("Chart");
  await expect(pane(app).getByText("Something is wrong at “labels”")).toBeVisible();
  await show("Chart 2");
  await expect(pane(app).getByText("not valid JSON")).toBeVisible();
});

test("in a small window the pane lies over the conversation, in both themes, and is reached and left by keyboard", async ({
  app,
  provider,
}) => {
  await app.setViewportSize({ width: 900, height: 700 });
  const card = `<style>body{font:16px system-ui;margin:2rem}.card{padding:1.5rem;border-radius:1rem;background:#e7f2ec}</style><div class="card"><h1>Our garden</h1><p id="said">Twelve beds</p></div>`;
  await answerWith(
    app,
    provider,
    [
      "Here:",
      page("Garden", card),
      fence("md", "# Plan\n\n- sow\n- water"),
      fence(
        "svg",
        '<svg viewBox="0 0 40 40" xmlns="http://www.w3.org/2000/svg"><title>Sun</title><circle cx="20" cy="20" r="16" fill="orange"/></svg>',
      ),
    ].join("\n\n"),
  );
  await answers(app).last().getByRole("button", { name: "Open Garden" }).click();
  await expect(pane(app).frameLocator("iframe").getByRole("heading", { name: "Our garden" })).toBeVisible();
  await expect(pane(app).getByRole("button", { name: "Run" })).toHaveCount(0);
  for (const theme of ["light", "dark"]) {
    await app.evaluate((name) => (document.documentElement.dataset["theme"] = name), theme);
    await app.screenshot({ path: test.info().outputPath(`artifact-page-${theme}.png`) });
  }
  await app.keyboard.press("Control+k");
  await app.getByRole("combobox", { name: "Command palette" }).fill("next of what the answers");
  await expect(app.getByRole("option", { selected: true })).toHaveText(/Next of what the answers made/);
  await app.keyboard.press("Enter");
  await expect(pane(app).getByRole("heading", { name: "Plan", level: 3 })).toBeVisible();
  await pane(app).getByRole("radio", { name: "Source" }).click();
  await expect(pane(app).getByRole("group", { name: "Plan" }).locator("code")).toHaveText("# Plan\n\n- sow\n- water");
  await app.keyboard.press("Escape");
  await expect(pane(app)).toBeHidden();
  await answers(app).last().getByRole("button", { name: "Open Sun" }).click();
  await expect(pane(app).frameLocator("iframe").locator("circle")).toBeVisible();
  await pane(app).getByRole("button", { name: "Fill the window" }).click();
  const box = await pane(app).boundingBox();
  expect([box?.x, box?.width]).toEqual([0, 900]);
  await app.keyboard.press("Escape");
  await expect(pane(app)).toBeVisible();
  await pane(app).getByRole("button", { name: "Close" }).click();
  await expect(pane(app)).toBeHidden();
});

test("the pane follows an answer that is being written without holding the window up", async ({ app, provider }) => {
  const rows = Array.from({ length: 1500 }, (_none, index) => `${index},row ${index}\n`);
  const parts = [
    "Rows:\n\n```csv grow.csv\nn,name\n",
    ...Array.from({ length: 100 }, (_none, index) => rows.slice(index * 15, index * 15 + 15).join("")),
    "```\n",
  ];
  provider.script({ type: "paced", answer: { text: parts }, everyMs: 150 });
  await app.getByRole("textbox", { name: "Your question" }).fill("Rows, please.");
  await app.keyboard.press("Enter");
  // A click would wait until nothing moves any more.
  await answers(app).last().getByRole("button", { name: "Open grow.csv" }).press("Enter");
  await expect(pane(app).getByText("Being written")).toBeVisible();
  await pane(app).getByRole("radio", { name: "Source" }).click();
  const listing = pane(app).getByRole("group", { name: "grow.csv" }).locator("code");
  const before = (await listing.innerText()).length;
  await expect.poll(async () => (await listing.innerText()).length).toBeGreaterThan(before);
  await expect(pane(app).getByText("Being written")).toBeHidden({ timeout: 30_000 });
  await pane(app).getByRole("radio", { name: "Table" }).click();
  await expect(pane(app).getByText("1,500 rows, 2 columns")).toBeVisible();
});
