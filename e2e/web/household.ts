import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { startProviderServer, type ProviderScript, type ProviderServer } from "#core/testing";
import { documentsDir, expect, passphrase, startHost, test as base, type WebHost } from "./host.ts";

const examples = join(import.meta.dirname, "../../resources/plans");

/** What a model might write: every kind of thing an answer can hold. */
const writtenAnswer = `The boiler's figures of the last winter [1], and what they cost:

| month | flow temperature | cost |
| --- | ---: | ---: |
| January | 47 °C | 182 € |
| February | 44 °C | 155 € |

The rule of thumb is $\\Delta T = \\frac{Q}{c \\cdot m}$, so a lower flow temperature needs *more* water.

\`\`\`csv
month,gas,electricity
October,61,88
November,112,91
December,158,97
January,182,99
February,155,90
March,97,84
\`\`\`

\`\`\`python
def saving(flow: float, target: float) -> float:
    """Share of the gas that a lower flow temperature saves."""
    return max(0.0, (flow - target) * 0.015)
\`\`\`

1. Balance the valves.
2. Turn the curve down by two degrees.
`;

/** A host somebody has lived with for a while: documents, conversations, a finished run, a plan that waits, a provider, a prompt. */
export interface Household {
  readonly host: WebHost;
  readonly provider: ProviderServer;
  /** Of the conversation with the written answer. */
  readonly conversationId: string;
  readonly planId: string;
  readonly runId: string;
}

const rest = (host: WebHost, token: string) => async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${host.url}/api/rest${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return answer;
};

const furnish = async (host: WebHost, provider: ProviderServer, folder: string): Promise<Omit<Household, "host" | "provider">> => {
  const set = await fetch(`${host.url}/auth/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: host.url },
    body: JSON.stringify({ passphrase, code: host.setupCode() }),
  });
  expect(set.ok).toBe(true);
  const { token } = JSON.parse(readFileSync(join(host.dataDir, "http", "local.json"), "utf8")) as { token: string };
  const call = rest(host, token);
  const json = async <T>(method: string, path: string, body?: object) => (await (await call(method, path, body)).json()) as T;

  provider.script({ type: "answer", answer: { text: ["OK"] } });
  const month = { scope: "month", measure: "money", amount: 20_000_000 };
  await json("POST", "/budget", month);
  const draft = { kind: "compatible", name: "Scripted", baseUrl: `${provider.origin}/v1`, model: "scripted", key: "a-key" };
  const price = { inputMicroUsd: 250_000, outputMicroUsd: 1_000_000 };
  const { id: modelId } = await json<{ id: string }>("POST", "/providers", { ...draft, price });
  await json("PATCH", "/settings", { modelOrder: [modelId, "extractive"] });

  const { id: jobId } = await json<{ id: string }>("POST", "/library/jobs", { paths: [documentsDir] });
  await (await call("GET", `/library/jobs/${jobId}`)).text();

  const ask = async (text: string, script: ProviderScript) => {
    provider.script(script);
    const { id } = await json<{ id: string }>("POST", "/chats", { title: "" });
    await (await call("POST", `/chats/${id}/turns`, { text })).text();
    return id;
  };
  await ask("When are the quiet hours?", { type: "answer", answer: { text: ["From 10 pm to 6 am [1]."] } });
  await ask("What is broken in the cellar?", { type: "status", status: 401 });
  const conversationId = await ask("How did the heating do last winter?", { type: "answer", answer: { text: [writtenAnswer] } });

  const text = readFileSync(join(examples, "sort-invoices-by-year.json"), "utf8");
  const place = { workspaceRoot: folder, ownGrant: true };
  const { id: planId } = await json<{ id: string }>("POST", "/plans/import", { text, ...place });
  const { hash } = await json<{ hash: string }>("POST", `/plans/${planId}/simulations`);
  await json("POST", `/plans/${planId}/approvals`, { hash });
  const { runId } = await json<{ runId: string }>("POST", `/plans/${planId}/runs`, { hash });
  await (await call("GET", `/runs/${runId}/events`)).text();
  await json("POST", "/prompts", {
    title: "Explain like a neighbour",
    text: "Explain {{what}} to a neighbour, in five sentences.",
    keyword: "explain",
  });
  await json("POST", "/prompts", { title: "Letter to the landlord", text: "Write a friendly letter about {{matter:the heating}}." });
  return { conversationId, planId, runId };
};

/** `household`: one for all tests of a file; they are not to change it. `resident`: a page that is signed in to it. */
export const test = base.extend<{ resident: Page }, { household: Household }>({
  household: [
    async ({ browserName: _unused }, provide) => {
      const folder = realpathSync(mkdtempSync(join(tmpdir(), "olympus-household-")));
      cpSync(join(examples, "sort-invoices-by-year"), folder, { recursive: true });
      const provider = await startProviderServer("openai");
      const host = await startHost();
      const furnished = await furnish(host, provider, folder);
      await provide({ host, provider, ...furnished });
      await host.stop();
      await provider.close();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  resident: async ({ household: { host }, page }, provide) => {
    const entered = await page.request.post(`${host.url}/auth/login`, { data: { passphrase }, headers: { origin: host.url } });
    expect(entered.ok(), await entered.text()).toBe(true);
    await page.goto(host.url);
    await expect(page.getByRole("textbox", { name: "Your question" })).toBeVisible();
    await provide(page);
  },
});

export { expect };
