import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { RouteDecision } from "#core/router/schema";
import { createTestFolder, startProviderServer } from "#core/testing";
import { runCli } from "./run.ts";
import { createTestTerminal } from "./test-terminal.ts";

let folder: ReturnType<typeof createTestFolder>;
beforeEach(() => {
  folder = createTestFolder();
});
afterEach(() => folder.cleanup());

const run = async (args: readonly string[], typed: readonly string[] = []) => {
  const test = createTestTerminal(join(folder.path, "data"), folder.path, {}, typed);
  const code = await runCli(args, test.terminal);
  return { code, output: test.output(), notes: test.notes.join("\n") };
};
const explain = async (...args: readonly string[]) =>
  JSON.parse((await run(["route", ...args, "--explain", "--json"])).output) as RouteDecision;

it("says where a prompt would go and why, as a sentence and as data, and asks nobody", async () => {
  expect((await run(["route", "What is the capital of Peru?"])).output).toBe(
    "Your documents are quoted because there is no other model.\n",
  );
  expect((await run(["route", " "])).code).toBe(2);

  const server = await startProviderServer("openai");
  server.script({ type: "answer", answer: { text: ["ready"] } });
  const address = `${server.origin}/v1`;
  const add = ["providers", "add", "--kind", "openai", "--name", "Mine", "--base-url", address, "--model", "scripted-1"];
  expect((await run(add, ["sk-0123456789", "a long passphrase"])).notes).toBe("");
  const asked = server.requests.length;

  expect(await explain("Wie hoch ist der Brocken?")).toMatchObject({
    features: { intent: "lookup", complexity: "simple", language: "de" },
    privacy: "open",
    chain: [{ modelName: "scripted-1 (Mine)", place: "cloud", reason: "cloud-needed" }, { modelId: "extractive" }],
  });
  const kept = await explain("--private", "Wie hoch ist der Brocken?");
  expect([kept.chain.map(({ place }) => place), kept.excluded]).toMatchObject([
    ["extractive"],
    [{ modelName: "scripted-1 (Mine)", reason: "private-content" }],
  ]);
  const words = (await run(["route", "Wie hoch ist der Brocken?", "--explain", "--private"])).output;
  expect(words).toMatch(
    /scripted-1 \(Mine\) may not see private content\.\nsimple lookup, \d+ % sure, language de, .*\nAsked in this order:\n.*extractive.*\nNot asked:\n.*Mine/,
  );
  expect(server.requests.length).toBe(asked);
  await server.close();
});
