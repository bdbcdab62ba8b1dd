import type { Page } from "playwright/test";
import { startProviderServer, type ProviderServer } from "#core/testing";
import { expect, type WebHost } from "./host.ts";

/** A provider that answers what it is told, chosen in the page. */
export const startProvider = async (page: Page, host: WebHost): Promise<ProviderServer> => {
  const server = await startProviderServer("openai");
  server.script({ type: "answer", answer: { text: ["OK"] } });
  const { csrfToken } = (await (await page.request.get(`${host.url}/auth/status`)).json()) as { csrfToken: string };
  const added = await page.request.post(`${host.url}/api/rest/providers`, {
    data: { kind: "compatible", name: "Scripted", baseUrl: `${server.origin}/v1`, model: "scripted", key: "a-key" },
    headers: { origin: host.url, "x-olympus-csrf": csrfToken },
  });
  expect(added.ok(), await added.text()).toBe(true);
  await page.getByRole("button", { name: /^Model:/ }).click();
  await page.getByRole("menuitemradio", { name: /Scripted/ }).click();
  return server;
};

export const fence = (info: string, code: string): string => `\`\`\`${info}\n${code}\n\`\`\``;
export const answers = (page: Page) => page.getByRole("article", { name: "Answer", exact: true });
export const pane = (page: Page) => page.getByRole("complementary", { name: "What the answers made" });

/** Asks and waits for the whole answer. */
export const answerWith = async (page: Page, provider: ProviderServer, text: string) => {
  provider.script({ type: "answer", answer: { text: text.match(/[\s\S]{1,200}/g) ?? [] } });
  const before = await answers(page).count();
  await page.getByRole("textbox", { name: "Your question" }).fill(`Make thing ${before + 1}, please.`);
  await page.keyboard.press("Enter");
  await expect(answers(page)).toHaveCount(before + 1);
  await expect(answers(page).last()).toHaveAttribute("aria-busy", "false", { timeout: 20_000 });
};

export const page = (title: string, body: string): string =>
  fence("html", `<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`);
