import { mkdirSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { createOlympus, type Olympus } from "./olympus.ts";

const folder = createTestFolder();
let olympus: Olympus | null = null;
afterEach(async () => {
  await olympus?.close();
  folder.cleanup();
});

const open = async () => {
  const opened = await createOlympus({
    dataDir: join(folder.path, "data"),
    hostName: "test",
    version: "0.0.0",
    secrets: {
      get: async () => ({ ok: true, value: null }),
      set: async () => ({ ok: true, value: undefined }),
      remove: async () => ({ ok: true, value: undefined }),
      status: () => "open",
    },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  olympus = opened.value;
  return createRouterClient(olympus.router, { context: {} });
};

it("on a whole host: what a plan says is told, a question is told, a no holds, and the list of hosts is kept to", async () => {
  const client = await open();
  const workspaceRoot = join(realpathSync(folder.path), "files");
  mkdirSync(workspaceRoot);
  const place = { workspaceRoot, ownGrant: true };
  const tell = { name: "tell", tool: "notify.send", input: { title: "Sorted", text: "Three papers." }, risk: "high" as const };

  // Nobody watches yet: it is kept for whoever comes.
  const { id: planId } = await client.plans.create({ draft: { title: "Tell", steps: [tell] }, ...place });
  const { hash } = await client.plans.simulate({ planId });
  await client.plans.approve({ planId, hash });
  const { runId } = await client.plans.run({ planId, hash });
  for await (const event of await client.runs.follow({ runId }))
    if (event.type === "run-end") expect(event.run.report?.outcome).toBe("done");
  const stop = new AbortController();
  const heard = await client.notifications.watch(undefined, { signal: stop.signal });
  expect((await heard.next()).value).toMatchObject({ title: "Sorted", text: "Three papers.", about: { type: "message" }, isShown: false });

  const alone = await client.plans.create({ draft: { title: "Alone", mode: "autopilot", steps: [tell] }, ...place });
  const asking = await client.plans.run({ planId: alone.id });
  expect((await heard.next()).value).toMatchObject({
    about: { type: "approval", runId: asking.runId },
    title: "A plan waits for your answer",
  });
  await client.runs.cancel({ runId: asking.runId });
  stop.abort();

  await client.plans.reject({ planId: alone.id });
  await expect(client.plans.run({ planId: alone.id })).rejects.toMatchObject({ data: { type: "PlanRejected", planId: alone.id } });

  await client.settings.update({ allowedHosts: ["*.Example.ORG"] });
  const ask = (url: string) => ({
    title: "Ask",
    steps: [{ name: "ask", tool: "http.fetch", input: { url, method: "GET", body: "", contentType: "text/plain", limitBytes: 1000 } }],
  });
  const other = await client.plans.create({ draft: ask("https://example.net/"), ...place });
  await expect(client.plans.simulate({ planId: other.id })).rejects.toMatchObject({
    data: {
      type: "SimulationFailed",
      error: { type: "AddressRefused", reason: "example.net is not on the list of hosts that plans may ask" },
    },
  });
  const listed = await client.plans.create({ draft: ask("https://www.example.org/"), ...place });
  expect((await client.plans.simulate({ planId: listed.id })).hosts).toEqual(["www.example.org"]);
  expect(readdirSync(workspaceRoot)).toEqual([]);
});
