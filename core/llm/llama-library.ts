import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Llama } from "node-llama-cpp";

/** Starts the native library; the first time costs about 0.7 s. */
export const startLibrary = async (gpu: false | "auto", mostThreads: number): Promise<Llama> => {
  const { getLlama, LlamaLogLevel } = await import("node-llama-cpp");
  // Only the build that was installed: nothing is compiled or fetched behind the person's back.
  return getLlama({
    gpu,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.error,
    logger: () => {},
    maxThreads: mostThreads,
  });
};

/** What computes: measurements hold for one version only. Read without loading anything native. */
export const engineVersion = (): string => {
  const entry = createRequire(import.meta.url).resolve("node-llama-cpp");
  const { version } = JSON.parse(readFileSync(join(dirname(entry), "..", "package.json"), "utf8")) as { version: string };
  return `node-llama-cpp ${version}`;
};
