import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHubServer, tinyModelBytes, type HubServer } from "#core/testing";

export const tinyHubModel = { id: "olympus-tiny", name: "Olympus Tiny", variant: "F16" } as const;

export interface WebHub {
  /** To slow it down, break it, and see what was asked. */
  readonly server: HubServer;
  /** For `startHost`: this hub stands for Hugging Face, and its one small model for the catalogue. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** A hub on this machine with one real, very small model that runs. */
export const startHub = async (): Promise<WebHub> => {
  const server = await startHubServer();
  const repository = "olympus/tiny-GGUF";
  const bytes = tinyModelBytes();
  server.put(repository, { "tiny-f16.gguf": { bytes } });
  const folder = mkdtempSync(join(tmpdir(), "olympus-e2e-hub-"));
  const path = join(folder, "hub.json");
  const catalogue = [
    {
      id: tinyHubModel.id,
      kind: "gguf",
      name: tinyHubModel.name,
      publisher: "Olympus",
      description: "Writes something like words.",
      licence: "Apache-2.0",
      licenceUri: "https://www.apache.org/licenses/LICENSE-2.0",
      billionParameters: 0.0003,
      contextTokens: 4096,
      capabilities: ["chat"],
      languages: ["en"],
      variants: [
        {
          id: tinyHubModel.variant,
          quantisation: "F16",
          aboutBytes: bytes.length,
          files: [
            {
              name: "tiny-f16.gguf",
              uri: `https://huggingface.co/${repository}/resolve/main/tiny-f16.gguf`,
              sizeBytes: null,
              sha256: null,
            },
          ],
        },
      ],
    },
  ];
  writeFileSync(path, JSON.stringify({ origin: server.origin, targets: [server.cdnHost], catalogue }));
  return {
    server,
    environment: { OLYMPUS_TEST_HUB: path },
    stop: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
