import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { abortedBy, reasonOf, type Aborted, type ClockDep, type LogDep, type Result } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { Embedder, EmbeddingPurpose } from "#core/embedding";
import type { EmbeddingError, EmbeddingModel, EmbeddingStatus } from "#core/embedding/schema";
import type { SettingsDep } from "#core/settings";
import type { StoreDep } from "#core/store";
import { createChangeFeed } from "./change-feed.ts";
import { lazyEmbedder, type EmbeddersDep } from "./embedders.ts";
import type { ChunkText, ModelStore, StoredModel } from "./model-store.ts";
import type { SearchClient } from "./search-client.ts";
import type { VectorModel } from "./vector-index.ts";

export type UpkeepDeps = ClockDep &
  EmbeddersDep &
  LogDep &
  SettingsDep &
  StoreDep & {
    readonly chunkCount: () => number;
    readonly modelStore: ModelStore;
    readonly searchClient: SearchClient;
  };

/** A model that new chunks need vectors of. */
export interface EmbeddingTarget {
  readonly number: number;
  readonly dimensions: number;
  /** Never fails but by Aborted: when the model is broken the rows are zero, the problem is shown, and another model is prepared. */
  readonly embedPassages: (texts: readonly string[], signal: AbortSignal) => Promise<Result<Float32Array, Aborted>>;
}

/** Decides which model makes the vectors, and changes over in the background while the one before goes on answering (M20–M24). */
export interface EmbeddingUpkeep {
  readonly targets: () => readonly EmbeddingTarget[];
  /** A question's vector with the model it is of; null when that model is broken. */
  readonly embedQuestion: (
    question: string,
    signal?: AbortSignal,
  ) => Promise<Result<{ readonly model: VectorModel; readonly vector: Float32Array } | null, Aborted>>;
  /** One row for each text by the model at work, as a question or a passage would be embedded. */
  readonly embedTexts: (
    texts: readonly string[],
    purpose: EmbeddingPurpose,
    signal?: AbortSignal,
  ) => Promise<Result<{ readonly model: EmbeddingModel; readonly rows: Float32Array }, EmbeddingError | Aborted>>;
  readonly status: () => EmbeddingStatus;
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<EmbeddingStatus, void, void>;
  /** Looks whether another model is due, and prepares it. Resolves when there is nothing more to do. One at a time. */
  readonly run: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Chunks from which a learned model beats hashed words; below, there is too little text to learn from. */
const learnFromChunks = 300;
/** A learned model is learned again when the library is this many times larger than what it saw. */
const learnAgainFactor = 2;
/** Texts a model is learned from; more make it slower, not better: the words that matter recur. */
const learnTexts = 20_000;
const batchChunks = 64;
const watchIntervalMs = 100;

/** What is embedded of a chunk: its headings give the text its subject. */
export const embeddedText = ({ heading, text }: Pick<ChunkText, "heading" | "text">): string =>
  heading === "" ? text : `${heading}\n${text}`;

interface Opened {
  readonly stored: StoredModel;
  readonly embedder: Embedder;
}

interface Preparation {
  readonly embedder: Embedder;
  readonly folder: string | null;
  readonly learnedFrom: number;
  /** The row of a preparation that a restart interrupted. */
  readonly stored?: StoredModel | undefined;
}

export const createEmbeddingUpkeep = (deps: UpkeepDeps): EmbeddingUpkeep => {
  const { chunkCount, clock, embedders, log, modelStore, searchClient, settings, store } = deps;
  const ended = new AbortController();
  const hashed = embedders.createHashedEmbedder();
  const broken = new Set<number>();
  const failedFolders = new Set<string>();
  let lastFolder: string | null = null;
  let learningFailedAt = 0;
  let activity: EmbeddingStatus["activity"] = { type: "idle" };
  let problem: EmbeddingError | null = null;

  const open = (stored: StoredModel): Opened => ({
    stored,
    embedder: stored.model.id === hashed.model.id ? hashed : lazyEmbedder(embedders, stored),
  });
  const stored = modelStore.all().find(({ state }) => state === "active");
  let active = open(stored ?? modelStore.add(hashed.model, "active", null, 0));
  let preparing: Opened | null = null;
  let running: Promise<void> = Promise.resolve();

  const status = (): EmbeddingStatus => ({ active: active.stored.model, activity, problem });
  const feed = createChangeFeed(status, clock, watchIntervalMs);
  const show = (next: EmbeddingStatus["activity"]) => {
    activity = next;
    feed.changed();
  };
  const report = (error: EmbeddingError) => {
    log.warn("embedding problem", { error });
    problem = error;
    feed.changed();
  };

  const giveUp = (number: number, error: EmbeddingError) => {
    broken.add(number);
    report(error);
    void run();
  };

  const targetOf = ({ stored: { number, model }, embedder }: Opened): EmbeddingTarget => ({
    number,
    dimensions: model.dimensions,
    embedPassages: async (texts, signal) => {
      const rows = await embedder.embed(texts, "passage", signal);
      if (rows.ok) return rows;
      if (rows.error.type === "Aborted") return err(rows.error);
      const wanted = number === active.stored.number || number === preparing?.stored.number;
      if (wanted) giveUp(number, rows.error);
      return ok(new Float32Array(texts.length * model.dimensions));
    },
  });

  /** Texts for learning, spread evenly over the library. */
  const sampleTexts = async (): Promise<string[]> => {
    const step = Math.max(1, Math.floor(chunkCount() / learnTexts));
    const texts: string[] = [];
    for (let last = 0; texts.length < learnTexts && !ended.signal.aborted;) {
      const chunks = modelStore.sample(step, last, 500);
      if (chunks.length === 0) break;
      texts.push(...chunks.map(embeddedText));
      last = chunks.at(-1)?.id ?? last;
      await setImmediate();
    }
    return texts;
  };

  const learn = async (): Promise<Preparation | null> => {
    const learnedFrom = chunkCount();
    show({ type: "learning", chunkCount: learnedFrom });
    const folder = join(store.dataDir, "models", "learned", `lsa-${clock.nowMs()}`);
    const learned = await embedders.learnLsa({ texts: await sampleTexts(), folder, signal: ended.signal });
    const opened = learned.ok ? await embedders.openLsa(folder) : learned;
    if (opened.ok) return { embedder: opened.value, folder, learnedFrom };
    if (opened.error.type !== "Aborted") {
      learningFailedAt = learnedFrom;
      report(opened.error);
    }
    return null;
  };

  const interrupted = (kind: "lsa" | "onnx" | "hashed", folder?: string): Preparation | null => {
    const found = modelStore
      .all()
      .find(({ state, model, ...row }) => state === "preparing" && model.kind === kind && (folder === undefined || row.folder === folder));
    if (found === undefined || found.isOutdated || broken.has(found.number)) return null;
    return { ...open(found), folder: found.folder, learnedFrom: found.learnedFrom, stored: found };
  };

  const chosenFolder = async (folder: string): Promise<Preparation | null> => {
    const opened = await embedders.openEmbeddingFolder(folder);
    if (opened.ok) {
      const resumed = interrupted("onnx", folder)?.stored;
      return { embedder: opened.value, folder, learnedFrom: 0, stored: resumed?.model.id === opened.value.model.id ? resumed : undefined };
    }
    failedFolders.add(folder);
    report(opened.error);
    return null;
  };

  /** The model that should take over, opened; null when the present one is right. */
  const decide = async (): Promise<Preparation | null> => {
    const { model, folder: activeFolder, learnedFrom, number } = active.stored;
    const outdated = new Set(modelStore.all().flatMap(({ isOutdated, number: candidate }) => (isOutdated ? [candidate] : [])));
    const usable = !broken.has(number) && !outdated.has(number) && (model.kind !== "hashed" || model.id === hashed.model.id);
    const folder = settings.get().embeddingFolder;
    if (folder !== lastFolder) {
      failedFolders.clear();
      lastFolder = folder;
    }
    if (folder !== null && !failedFolders.has(folder)) {
      if (usable && model.kind === "onnx" && activeFolder === folder) return null;
      const chosen = await chosenFolder(folder);
      if (chosen !== null) return chosen;
    }
    if (folder !== null && usable && model.kind === "onnx") return null;
    const count = chunkCount();
    if (usable && model.kind === "lsa" && count < learnAgainFactor * learnedFrom) return null;
    if (count >= learnFromChunks && (learningFailedAt === 0 || count >= learnAgainFactor * learningFailedAt)) {
      const learned = interrupted("lsa") ?? (await learn());
      // What was forgotten left no trace in it: the same model came out.
      if (learned !== null && learned.embedder.model.id === model.id) {
        modelStore.confirm(number);
        await learned.embedder.dispose();
        if (learned.folder !== null) await rm(learned.folder, { recursive: true, force: true });
        return null;
      }
      if (learned !== null) return learned;
    }
    if (usable && model.kind !== "onnx") return null;
    return interrupted("hashed") ?? { embedder: hashed, folder: null, learnedFrom: 0 };
  };

  /** Makes every chunk's vector anew; false when stopped or broken on the way. Continues where a restart interrupted it. */
  const embedAll = async ({ stored: { number, model }, embedder }: Opened): Promise<boolean> => {
    const total = chunkCount();
    for (let done = 0; ;) {
      show({ type: "re-embedding", next: model, done: Math.min(done, total), total });
      if (ended.signal.aborted) return false;
      const chunks = modelStore.waiting(number, batchChunks);
      if (chunks.length === 0) return true;
      const rows = await embedder.embed(chunks.map(embeddedText), "passage", ended.signal);
      if (!rows.ok) {
        if (rows.error.type !== "Aborted") {
          broken.add(number);
          report(rows.error);
        }
        return false;
      }
      modelStore.addVectors(number, chunks, rows.value, model.dimensions);
      done += chunks.length;
      await setImmediate();
    }
  };

  const sweepRetired = async (): Promise<void> => {
    for (const { number, folder, model, state } of modelStore.all()) {
      if (state !== "retired") continue;
      searchClient.drop(number);
      while (!ended.signal.aborted && !modelStore.sweep(number, 500)) await setImmediate();
      if (model.kind === "lsa" && folder !== null && !ended.signal.aborted) await rm(folder, { recursive: true, force: true });
    }
  };

  /** False when it could not be finished. */
  const changeOver = async (next: Preparation): Promise<boolean> => {
    for (const { number, state } of modelStore.all())
      if (state === "preparing" && number !== next.stored?.number) modelStore.retire(number);
    const row = next.stored ?? modelStore.add(next.embedder.model, "preparing", next.folder, next.learnedFrom);
    preparing = { stored: row, embedder: next.embedder };
    const complete = await embedAll(preparing);
    if (complete) await searchClient.load({ number: row.number, dimensions: row.model.dimensions });
    // What was added meanwhile has vectors of both models, so the change is a change of one word.
    const finished = complete && !broken.has(row.number) && !ended.signal.aborted;
    const before = active;
    if (finished) {
      modelStore.activate(row.number);
      active = { ...preparing, stored: { ...row, state: "active" } };
      // Hashed words are what is left when something better failed: that it failed stays to be seen.
      if (failedFolders.size === 0 && row.model.kind !== "hashed") problem = null;
      if (before.embedder !== hashed) await before.embedder.dispose();
    } else if (!ended.signal.aborted) modelStore.retire(row.number);
    preparing = null;
    return finished;
  };

  const work = async (): Promise<void> => {
    await sweepRetired();
    while (!ended.signal.aborted) {
      const next = await decide();
      if (next === null || ended.signal.aborted || !(await changeOver(next))) break;
      await sweepRetired();
    }
    show({ type: "idle" });
  };

  // Nobody waits for upkeep, so a defect in it ends here, in the log, and the present model stays.
  const run = (): Promise<void> =>
    (running = running.then(work).catch((cause: unknown) => {
      log.error("embedding upkeep failed", { reason: reasonOf(cause) });
      preparing = null;
      show({ type: "idle" });
    }));

  return {
    targets: () => [active, ...(preparing === null ? [] : [preparing])].map(targetOf),
    embedQuestion: async (question, signal) => {
      for (;;) {
        const asked = active;
        const rows = await asked.embedder.embed([question], "query", signal);
        // Changed over while the question was embedded: ask the new model.
        if (asked !== active) continue;
        if (rows.ok) return ok({ model: { number: asked.stored.number, dimensions: asked.stored.model.dimensions }, vector: rows.value });
        if (rows.error.type === "Aborted") return err(rows.error);
        giveUp(asked.stored.number, rows.error);
        return signal?.aborted ? err(abortedBy(signal)) : ok(null);
      }
    },
    embedTexts: async (texts, purpose, signal) => {
      const { embedder } = active;
      const rows = await embedder.embed(texts, purpose, signal);
      return rows.ok ? ok({ model: embedder.model, rows: rows.value }) : rows;
    },
    status,
    watch: feed.watch,
    run,
    close: async () => {
      ended.abort({ type: "Aborted", by: "shutdown" });
      await running;
      feed.close();
      await Promise.all([active.embedder.dispose(), hashed.dispose()]);
    },
  };
};
