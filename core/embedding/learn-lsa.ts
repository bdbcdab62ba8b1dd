import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { abortedBy, createWorkerClient, err, ok, reasonOf, tryAsync, workerEntry, type Aborted, type Result } from "#core/base";
import { sampleTexts } from "./sample-texts.ts";
import type { EmbeddingError } from "./schema.ts";
import { openLsa } from "./worker-embedder.ts";

export interface LearnLsaOptions {
  /** The library's chunks, in a fixed order for a repeatable model. At most 40,000 are learned from, spread evenly by chance. */
  readonly texts: Iterable<string> | AsyncIterable<string>;
  /** Where the model is to be; its parent is made when missing, an earlier model there is replaced. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  /** How much is done, 0 … 1, never falling. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Unfinished and replaced folders stand beside the model under these names until they are removed; a crash may leave one. */
const unfinished = ".learning-";
const replaced = ".replaced-";

const removeLeftovers = async (folder: string): Promise<void> => {
  const name = basename(folder);
  for (const entry of await readdir(dirname(folder)))
    if (entry.startsWith(name + unfinished) || entry.startsWith(name + replaced))
      await rm(join(dirname(folder), entry), { recursive: true, force: true });
};

const moveIntoPlace = async (from: string, to: string): Promise<void> => {
  const aside = `${to}${replaced}${randomUUID()}`;
  const isReplacing = (await readdir(dirname(to))).includes(basename(to));
  if (isReplacing) await rename(to, aside);
  await rename(from, to);
  if (isReplacing) await rm(aside, { recursive: true, force: true });
};

/**
 * Learns latent semantic analysis from a library's own text in a thread of its own, and leaves a checked model folder for `openLsa`.
 * The folder appears whole or not at all; one model at a time may be learned for the same folder. The same texts give the same revision.
 * Errors: EmbeddingFailed (too little text, disk full, thread died), Aborted (the thread is ended at once).
 */
export const learnLsa = async ({
  texts,
  folder: wanted,
  signal,
  onProgress,
}: LearnLsaOptions): Promise<Result<void, EmbeddingError | Aborted>> => {
  const failed = (reason: string) => ({ type: "EmbeddingFailed", reason }) as const;
  const folder = resolve(wanted);
  const temporary = `${folder}${unfinished}${randomUUID()}`;
  const worker = createWorkerClient(workerEntry("lsa-worker", import.meta.url));

  const learn = async (): Promise<Result<void, EmbeddingError | Aborted>> => {
    await mkdir(dirname(folder), { recursive: true });
    await removeLeftovers(folder);
    const sample = await sampleTexts(texts, signal);
    if (signal?.aborted) return err(abortedBy(signal));
    const learned = await worker.call<"written" | "too-little-text">(
      "learn",
      { texts: sample, folder: temporary },
      {
        signal,
        onProgress: (share) => typeof share === "number" && onProgress?.(share * 0.98),
      },
    );
    if (!learned.ok) return learned.error.type === "Aborted" ? err(learned.error) : err(failed(learned.error.reason));
    if (learned.value === "too-little-text") return err(failed("there is too little text to learn from"));
    const opened = await openLsa(temporary);
    if (!opened.ok) return opened;
    await opened.value.dispose();
    if (signal?.aborted) return err(abortedBy(signal));
    await moveIntoPlace(temporary, folder);
    onProgress?.(1);
    return ok(undefined);
  };

  const result = await tryAsync(learn, (cause) => failed(reasonOf(cause)));
  await worker.terminate();
  await tryAsync(
    () => rm(temporary, { recursive: true, force: true }),
    () => null,
  );
  return result.ok ? result.value : result;
};
