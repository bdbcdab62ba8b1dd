import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright/test";
import type { HubModel } from "#core/hub/schema";
import { startHubServer, startProviderServer, tinyModelBytes, type HubServer, type ProviderServer } from "#core/testing";
import { setUpAndOpen, startHost, test as base, type WebHost } from "./host.ts";

/** A larger one beside the tiny one, so that its download can be watched and stopped. */
const slowShape = { width: 256, layers: 8, contextTokens: 4096 };

const entry = (id: string, name: string, file: string, change: Partial<HubModel> = {}): HubModel => ({
  id,
  kind: "gguf",
  name,
  publisher: "Olympus tests",
  description: "Writes something like words, quickly.",
  licence: "Apache-2.0",
  licenceUri: "https://www.apache.org/licenses/LICENSE-2.0",
  billionParameters: 0.001,
  contextTokens: 4096,
  capabilities: ["chat"],
  languages: ["en"],
  variants: [
    {
      id: "F16",
      quantisation: "F16",
      aboutBytes: 600_000,
      files: [{ name: file, uri: `https://huggingface.co/olympus/${id}/resolve/main/${file}`, sizeBytes: null, sha256: null }],
    },
  ],
  ...change,
});

const catalogue: readonly HubModel[] = [
  entry("tiny", "Tiny Talker", "tiny-f16.gguf"),
  entry("slow", "Patient Writer", "slow-f16.gguf", {
    description: "Eight layers instead of one: to watch a download.",
    capabilities: ["chat", "code"],
    languages: ["en", "de"],
  }),
  entry("giant", "Giant", "giant-f16.gguf", {
    description: "Needs a machine nobody has at home.",
    billionParameters: 900,
    variants: [
      {
        id: "F16",
        quantisation: "F16",
        aboutBytes: 1_800_000_000_000,
        files: [
          {
            name: "giant-f16.gguf",
            uri: "https://huggingface.co/olympus/giant/resolve/main/giant-f16.gguf",
            sizeBytes: null,
            sha256: null,
          },
        ],
      },
    ],
  }),
];

/** A hub on this machine with three models, behind a host that takes it for Hugging Face. */
export const test = base.extend<{ hub: HubServer; host: WebHost; app: Page; provider: ProviderServer }>({
  hub: async ({ browserName: _unused }, provide) => {
    const hub = await startHubServer();
    hub.put("olympus/tiny", { "tiny-f16.gguf": { bytes: tinyModelBytes() } });
    hub.put("olympus/slow", { "slow-f16.gguf": { bytes: tinyModelBytes(slowShape) } });
    await provide(hub);
    await hub.close();
  },
  host: async ({ hub }, provide) => {
    const folder = mkdtempSync(join(tmpdir(), "olympus-hub-"));
    const file = join(folder, "hub.json");
    writeFileSync(file, JSON.stringify({ origin: hub.origin, targets: [hub.cdnHost], catalogue }));
    const host = await startHost({ environment: { OLYMPUS_TEST_HUB: file } });
    await provide(host);
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  },
  app: async ({ host, page }, provide) => {
    await setUpAndOpen(page, host);
    await provide(page);
  },
  /** A service that says what it is told; nobody knows it yet. */
  provider: async ({ browserName: _unused }, provide) => {
    const server = await startProviderServer("openai");
    server.script({ type: "answer", answer: { text: ["ready"], usage: { inputTokens: 10, outputTokens: 2 } } });
    await provide(server);
    await server.close();
  },
});

export { expect } from "./host.ts";
