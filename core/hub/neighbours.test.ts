import { afterEach, expect, it } from "vitest";
import { startProviderServer, type ProviderScript, type ProviderServer } from "#core/testing";
import { findNeighbours } from "./neighbours.ts";

const opened: ProviderServer[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

const listen = async (script: ProviderScript): Promise<ProviderServer & { readonly port: number }> => {
  const server = await startProviderServer("openai");
  opened.push(server);
  server.script(script);
  return { ...server, port: Number(new URL(server.origin).port) };
};

const says = (body: unknown, status = 200): ProviderScript => ({ type: "status", status, body: JSON.stringify(body) });

it("tells who serves models on this machine, and which", async () => {
  const full = await listen(says({ object: "list", data: [{ id: "llama3.2:latest" }, { id: "qwen3" }] }));
  const empty = await listen(says({ data: [] }));
  const found = await findNeighbours(undefined, [
    { program: "ollama", port: full.port },
    { program: "lm-studio", port: empty.port },
  ]);
  expect(found).toEqual([
    { program: "ollama", baseUrl: `${full.origin}/v1`, models: ["llama3.2:latest", "qwen3"] },
    { program: "lm-studio", baseUrl: `${empty.origin}/v1`, models: [] },
  ]);
  expect(full.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(["GET /v1/models"]);
});

it("leaves out who is something else: a web page, another protocol, an error, a redirect, a flood, nobody", async () => {
  const trap = await listen(says({ data: [{ id: "trap" }] }));
  const others = await Promise.all([
    listen({ type: "web-page", status: 200 }),
    listen(says({ models: [] })),
    listen(says({ data: [{ id: "closed" }] }, 401)),
    listen({ type: "status", status: 302, headers: { location: `${trap.origin}/v1/models` } }),
    listen(says({ data: Array.from({ length: 10_000 }, (_, index) => ({ id: `model-${index}-${"x".repeat(60)}` })) })),
    listen({ type: "hang-up" }),
  ]);
  const doors = [...others.map(({ port }) => port), 9].map((port) => ({ program: "llama-cpp" as const, port }));
  expect(await findNeighbours(undefined, doors)).toEqual([]);
  expect(trap.requests).toEqual([]);
});

it("does not wait for one that never answers once the caller has gone", async () => {
  const mute = await listen({ type: "mute" });
  const caller = new AbortController();
  const found = findNeighbours(caller.signal, [{ program: "ollama", port: mute.port }]);
  await expect.poll(() => mute.requests.length).toBe(1);
  caller.abort();
  expect(await found).toEqual([]);
});
