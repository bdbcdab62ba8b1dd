import type { Page } from "playwright/test";
import { startProviderServer, type ProviderServer } from "#core/testing";
import { expect, test as base } from "./host.ts";

/** A provider that says what it is told, word by word, and stops in the middle when it is told so. */
const test = base.extend<{ provider: ProviderServer }>({
  provider: async ({ app, host }, provide) => {
    const server = await startProviderServer("openai");
    server.script({ type: "answer", answer: { text: ["OK"] } });
    const { csrfToken } = (await (await app.request.get(`${host.url}/auth/status`)).json()) as { csrfToken: string };
    const added = await app.request.post(`${host.url}/api/rest/providers`, {
      data: { kind: "compatible", name: "Scripted", baseUrl: `${server.origin}/v1`, model: "scripted", key: "a-key" },
      headers: { origin: host.url, "x-olympus-csrf": csrfToken },
    });
    expect(added.ok(), await added.text()).toBe(true);
    await app.getByRole("button", { name: /^Model:/ }).click();
    await app.getByRole("menuitemradio", { name: /Scripted/ }).click();
    await provide(server);
    await server.close();
  },
});

const words = ["Moss ", "keeps ", "water ", "**for a ", "long** ", "time."];
const answer = (page: Page) => page.getByRole("article", { name: "Answer", exact: true }).last();

const ask = async (page: Page, question: string) => {
  await page.getByRole("textbox", { name: "Your question" }).fill(question);
  await page.keyboard.press("Enter");
};

test("an answer streams, says who gave it, and stopping keeps its text", async ({ app, provider }) => {
  provider.script({ type: "stall", answer: { text: words }, afterFrames: 4 });
  await ask(app, "What does moss do?");
  await expect(answer(app)).toContainText("Moss keeps water");
  await expect(answer(app)).toHaveAttribute("aria-busy", "true");
  await expect(app.getByRole("img", { name: "An answer is being written" })).toBeVisible();

  await app.keyboard.press("Escape");
  await expect(answer(app).getByText("Stopped. The text so far is kept.")).toBeVisible();
  await app.reload();
  await expect(answer(app)).toContainText("Moss keeps water");
  await expect(answer(app).getByText("Stopped. The text so far is kept.")).toBeVisible();

  provider.script({ type: "answer", answer: { text: words } });
  await answer(app).getByRole("button", { name: "Answer again" }).click();
  await expect(answer(app).locator("strong")).toHaveText("for a long");
  await expect(answer(app).getByRole("button", { name: /Scripted/ })).toBeVisible();
});

test("a window that is opened anew takes up the answer under way", async ({ app, provider }) => {
  provider.script({ type: "stall", answer: { text: words }, afterFrames: 4 });
  await ask(app, "What does moss do?");
  await expect(answer(app)).toContainText("Moss keeps");
  await app.reload();
  await expect(answer(app)).toContainText("Moss keeps");
  await expect(answer(app)).toHaveAttribute("aria-busy", "true");
  await app.getByRole("button", { name: "Stop" }).click();
  await expect(answer(app).getByText("Stopped. The text so far is kept.")).toBeVisible();
});

test("an answer that breaks off keeps its text, says why, and another try is one press away", async ({ app, provider }) => {
  provider.script({ type: "cut", answer: { text: words }, afterFrames: 4 });
  await ask(app, "What does moss do?");
  const failure = answer(app).getByRole("alert");
  await expect(failure).toContainText("Scripted");
  await expect(failure).toContainText("The text so far is kept");
  await expect(answer(app)).toContainText("Moss keeps");
  provider.script({ type: "answer", answer: { text: words } });
  await failure.getByRole("button", { name: "Try again" }).click();
  await expect(answer(app)).toContainText("Moss keeps water for a long time.");
  await expect(answer(app).getByText("2/2")).toBeVisible();
});

test("when a provider refuses its key the next one answers, and the reply says so", async ({ app, provider }) => {
  provider.script({ type: "status", status: 401 });
  await ask(app, "What does moss do?");
  await expect(answer(app).getByText("No model: quoting your documents")).toBeVisible();
  await answer(app)
    .getByRole("button", { name: /Quoted, no model/ })
    .click();
  await expect(app.getByText("Scripted refused the key")).toBeVisible();
});
