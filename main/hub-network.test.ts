import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { hubNetwork } from "./hub-network.ts";

const folder = createTestFolder();
afterAll(() => folder.cleanup());
const withFile = (content: unknown) => {
  const path = join(folder.path, "hub.json");
  writeFileSync(path, JSON.stringify(content));
  return () => hubNetwork({ OLYMPUS_TEST_HUB: path });
};

it("models come from Hugging Face unless a test says otherwise", () => {
  expect(hubNetwork({}).testHub).toBe(undefined);
  expect(hubNetwork({ OLYMPUS_TEST_HUB: "" }).testHub).toBe(undefined);
  expect(withFile({ origin: "http://127.0.0.1:4000", targets: ["127.0.0.1:4001"], catalogue: [] })().testHub).toMatchObject({
    origin: "http://127.0.0.1:4000",
  });
});

it.each([
  { origin: "https://example.com", targets: [], catalogue: [] },
  { origin: "http://192.168.1.5:80", targets: [], catalogue: [] },
  { origin: "http://127.0.0.1:4000@example.com", targets: [], catalogue: [] },
  { origin: "http://127.0.0.1:4000", targets: ["example.com:443"], catalogue: [] },
  { origin: "http://127.0.0.1:4000", targets: [], catalogue: [{ id: "x" }] },
  "nonsense",
])("a test hub is on this machine or none: %j", (content) => {
  expect(withFile(content)).toThrow();
});
