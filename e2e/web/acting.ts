import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { startProviderServer, type ProviderServer } from "#core/testing";
import { expect, test as base, type WebHost } from "./host.ts";

export const invoices = [
  { number: "0117", date: "2023-02-11", firm: "Fen Timber", total: "120.00" },
  { number: "0198", date: "2023-11-30", firm: "Alder Glass", total: "64.50" },
  { number: "0204", date: "2024-01-08", firm: "Fen Timber", total: "18.20" },
  { number: "0261", date: "2024-06-19", firm: "Bright Plumbing", total: "310.00" },
  { number: "0312", date: "2025-03-02", firm: "Alder Glass", total: "42.00" },
  { number: "0377", date: "2025-09-27", firm: "Rook Roofing", total: "985.75" },
];
export const fileOf = (number: string) => `invoice-${number}.txt`;
export const textOf = ({ date, firm, number, total }: (typeof invoices)[number]) =>
  `Invoice ${number}\nFrom: ${firm}\nDate: ${date}\nTotal: ${total} EUR\n`;
export const summary = `# Invoices by year\n\n${invoices.map(({ date, firm, number, total }) => `- ${date.slice(0, 4)}: ${number}, ${firm}, ${total} EUR`).join("\n")}\n`;
export const goal = "Sort the invoices in this folder by year and write a summary";

interface PlannedStep {
  readonly name: string;
  readonly tool: string;
  readonly input: object;
  readonly why?: string;
  readonly after?: readonly string[];
}

/** What a model says to look at something. */
export const look = (tool: string, input: object) => ({ next: { action: "look", tool, input } });
/** What a model says to propose a plan. */
export const proposal = (title: string, steps: readonly PlannedStep[]) => ({
  next: { action: "plan", title, steps: steps.map((step) => ({ why: "", after: [], mayChange: [], ...step })) },
});
export const says = (value: unknown) => ({ type: "answer" as const, answer: { text: [JSON.stringify(value)] } });

export const sortByYear = proposal("Sort six invoices by year", [
  ...invoices.map(({ date, number }) => ({
    name: `file-${number}`,
    why: `The invoice is from ${date.slice(0, 4)}.`,
    tool: "files.move",
    input: { from: fileOf(number), to: `${date.slice(0, 4)}/${fileOf(number)}` },
  })),
  {
    name: "summary",
    why: "One line for each invoice.",
    tool: "files.write",
    input: { path: "summary.md", text: summary, encoding: "utf-8" },
    after: invoices.map(({ number }) => `file-${number}`),
  },
]);

/** Everything below a folder: names, permissions and the exact bytes. */
export const snapshot = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .toSorted()
      .map((path) => {
        const found = statSync(join(folder, path));
        const content = found.isDirectory()
          ? "folder"
          : createHash("sha256")
              .update(readFileSync(join(folder, path)))
              .digest("hex");
        return [path, `${(found.mode & 0o777).toString(8)} ${content}`];
      }),
  );

/** Asks the host as the page's browser would. */
export const ask = async (page: Page, host: WebHost, method: "POST" | "PATCH" | "GET", path: string, data?: object): Promise<unknown> => {
  const { csrfToken } = (await (await page.request.get(`${host.url}/auth/status`)).json()) as { csrfToken: string };
  const answer = await page.request.fetch(`${host.url}/api/rest${path}`, {
    method,
    ...(data === undefined ? {} : { data }),
    headers: { origin: host.url, "x-olympus-csrf": csrfToken },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
};

/** A folder of invoices, and a provider that says what it is told; the first in the order. */
export const test = base.extend<{ folder: string; provider: ProviderServer }>({
  folder: async ({ browserName: _unused }, provide) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "olympus-invoices-")));
    for (const invoice of invoices) writeFileSync(join(folder, fileOf(invoice.number)), textOf(invoice));
    chmodSync(join(folder, fileOf("0204")), 0o600);
    mkdirSync(join(folder, "scans"));
    writeFileSync(join(folder, "scans", "receipt.bin"), Buffer.from([0, 255, 13, 10, 0, 128]));
    await provide(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  provider: async ({ app, host }, provide) => {
    const server = await startProviderServer("openai");
    server.script({ type: "answer", answer: { text: ["OK"] } });
    const draft = { kind: "compatible", name: "Scripted", baseUrl: `${server.origin}/v1`, model: "scripted", key: "a-key" };
    const { id } = (await ask(app, host, "POST", "/providers", draft)) as { id: string };
    await ask(app, host, "PATCH", "/settings", { modelOrder: [id, "extractive"] });
    await provide(server);
    await server.close();
  },
});

export const task = (page: Page) => page.getByTestId("task");
export const card = (page: Page) => page.getByTestId("plan-card");
export const run = (page: Page) => page.getByTestId("run");
export const simulated = (page: Page) => expect(card(page)).toHaveAttribute("data-hash", /.{10}/, { timeout: 20_000 });
export const standsAs = (page: Page, standing: string | RegExp) =>
  expect(run(page)).toHaveAttribute("data-standing", standing, { timeout: 20_000 });

/** Grants a folder in whatever asks for one. */
export const grantFolder = async (page: Page, folder: string) => {
  await page.getByRole("combobox", { name: "Folder to work in" }).click();
  await page.getByRole("option", { name: "Another folder…" }).click();
  const dialog = page.getByRole("dialog", { name: "Grant a folder" });
  await dialog.getByRole("textbox", { name: "Path of the folder" }).fill(folder);
  await dialog.getByRole("button", { name: "Grant" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("combobox", { name: "Folder to work in" })).toContainText("olympus-invoices-");
};

/** Chooses Do and grants the folder. */
export const aimAt = async (page: Page, folder: string) => {
  await page.getByRole("radio", { name: "Do", exact: true }).click();
  await grantFolder(page, folder);
};

export const choose = async (page: Page, label: string, option: string) => {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
};

/** Says a goal in the composer. */
export const say = async (page: Page, text: string) => {
  await page.getByRole("textbox", { name: "What to do" }).fill(text);
  await page.keyboard.press("Enter");
};
