import { createHash } from "node:crypto";
import { reasonOf, type ClockDep, type LogDep } from "#core/base";
import type { Usage } from "#core/llm/schema";
import type { Privacy } from "#core/router/schema";
import type { StoreDep } from "#core/store";
import { createEntries, type Entry, type QuestionVector } from "./entries.ts";
import { sameQuestionAs } from "./same-question.ts";
import { cachePolicySchema, type CacheHit, type CachePolicy, type CachePolicyPatch, type CacheStatus } from "./schema.ts";

export interface CacheKey {
  /** The last text of the person. */
  readonly question: string;
  /** Everything else that shapes the answer, as one digest: the same one only for the same system text, history, sources and choice of model. */
  readonly context: string;
  /** What kind of request it is: the router's intent. */
  readonly class: string;
  readonly privacy: Privacy;
  /** False with tools, pictures, agents, and where variety is asked for. */
  readonly cacheable: boolean;
}

export interface KeptAnswer {
  readonly text: string;
  readonly modelId: string;
  readonly place: "local" | "cloud";
  readonly usage: Usage;
  readonly costMicroUsd: number | null;
  readonly durationMs: number;
}

export interface AnswerCache {
  /** The answer kept for this question, or for one that asks the same (C3). Null also when the signal aborts. Never rejects. */
  readonly lookup: (key: CacheKey, signal: AbortSignal) => Promise<{ readonly text: string; readonly hit: CacheHit } | null>;
  /** Keeps a whole answer; what was kept for the same question is replaced. Never throws. */
  readonly store: (key: CacheKey, answer: KeptAnswer) => void;
  readonly status: () => CacheStatus;
  readonly policy: () => CachePolicy;
  readonly setPolicy: (patch: CachePolicyPatch) => CachePolicy;
  /** Forgets all answers; what they saved stays counted. Answers how many there were. */
  readonly clear: () => number;
  /** Forgets answers kept since a moment: they may hold something that has been forgotten since. Answers how many there were. */
  readonly forgetSince: (sinceMs: number) => number;
  /** Resolves when nothing is being written any more; the store may be closed then. */
  readonly close: () => Promise<void>;
}

export interface AnswerCacheDeps extends ClockDep, LogDep, StoreDep {
  /** The vector of a question by the model at work, null when there is none. Without it only the very same question is found. */
  readonly embed?: ((text: string, signal?: AbortSignal) => Promise<QuestionVector | null>) | undefined;
  /** Questions, answers and vectors together. */
  readonly capBytes?: number | undefined;
}

const dayMs = 24 * 3_600_000;
const defaultCapBytes = 64 * 1024 ** 2;
/** A model of sentences may have to be read from the disk first. */
const patienceMs = 1000;
/** Longer ones hold texts to be worked on. Also bounds what comparing costs. */
const longestCompared = 1000;
/** One answer takes at most this share of the room. */
const largestShare = 0.1;

/**
 * How near two questions of a class have to be. The vector only chooses among questions that code says are the same (`sameQuestionAs`), since
 * at every threshold up to 0.999 vectors of hashed words alone take 46 of 133 near misses for the same question. Of the paraphrases that code lets
 * through the farthest has 0.50; requests that hang on single words ask for more. A class that is not named here has exact hits only, as `act`
 * has, which is about the world at this moment.
 */
const thresholds: Readonly<Record<string, number>> = {
  "small-talk": 0.6,
  lookup: 0.5,
  reason: 0.5,
  code: 0.65,
  write: 0.8,
  rewrite: 0.9,
};

/** Questions about the moment they are asked in have no answer that can be kept. */
const isAboutNow = (question: string): boolean =>
  /\b(?:now|today|tonight|tomorrow|yesterday|currently|latest|newest|this (?:morning|evening|week|month|year)|what time|what date|heute|jetzt|gerade|morgen|gestern|aktuell\w*|aujourd'hui|maintenant|hoy|ahora)\b/iu.test(
    question,
  );

const cosine = (left: Float32Array, right: Float32Array): number => {
  if (left.length !== right.length) return 0;
  let [product, leftSquare, rightSquare] = [0, 0, 0];
  for (let index = 0; index < left.length; index += 1) {
    const [one, other] = [left[index] ?? 0, right[index] ?? 0];
    product += one * other;
    leftSquare += one * one;
    rightSquare += other * other;
  }
  return product === 0 ? 0 : Math.min(1, product / Math.sqrt(leftSquare * rightSquare));
};

const whole = (value: number): number => (Number.isFinite(value) && value > 0 ? Math.round(value) : 0);

export const createAnswerCache = ({ capBytes = defaultCapBytes, clock, embed, log, store }: AnswerCacheDeps): AnswerCache => {
  const entries = createEntries({ store });
  const embedding = new Set<Promise<void>>();
  let policy = entries.policy();

  const questionOf = ({ question }: CacheKey): string =>
    question
      .normalize("NFC")
      .trim()
      .replaceAll(/[^\S\n]+/g, " ");
  const groupOf = (key: CacheKey): string =>
    createHash("sha256")
      .update(JSON.stringify([key.privacy, key.class, key.context]))
      .digest("hex");
  const expiredMs = (): number => clock.nowMs() - policy.keepDays * dayMs;
  const thresholdOf = (key: CacheKey, question: string): number | null =>
    policy.similar && question.length <= longestCompared ? (thresholds[key.class] ?? null) : null;
  const isKept = (key: CacheKey, question: string): boolean => policy.enabled && key.cacheable && question !== "" && !isAboutNow(question);

  const give = (entry: Entry, kind: CacheHit["kind"], similarity: number) => {
    entries.countHit(entry, kind, clock.nowMs());
    const { costMicroUsd, modelId, storedAtMs, tokens } = entry;
    return { text: entry.answer, hit: { kind, similarity, storedAtMs, modelId, savedTokens: tokens, savedMicroUsd: costMicroUsd } };
  };

  /** Null too when the vector takes longer than anybody should wait before the real answer begins. */
  const embedSoon = async (question: string, signal: AbortSignal): Promise<QuestionVector | null> => {
    const done = new AbortController();
    const until = AbortSignal.any([signal, done.signal]);
    try {
      return (await Promise.race([embed?.(question, until), clock.sleep(patienceMs, until)])) ?? null;
    } finally {
      done.abort();
    }
  };

  const findSimilar = async (key: CacheKey, question: string, threshold: number, signal: AbortSignal) => {
    const asked = await embedSoon(question, signal);
    if (asked === null || signal.aborted) return null;
    const isSame = sameQuestionAs(question);
    const best = entries
      .group(groupOf(key), asked.modelId, expiredMs())
      .map(({ entry, vector }) => ({ entry, similarity: cosine(asked.vector, vector) }))
      .filter(({ similarity }) => similarity >= threshold)
      .toSorted((left, right) => right.similarity - left.similarity)
      .find(({ entry }) => isSame(entry.question));
    return best === undefined ? null : give(best.entry, "similar", best.similarity);
  };

  const lookup: AnswerCache["lookup"] = async (key, signal) => {
    const question = questionOf(key);
    if (!isKept(key, question) || signal.aborted) return null;
    try {
      const same = entries.exact(groupOf(key), question, expiredMs());
      if (same !== null) return give(same, "exact", 1);
      const threshold = thresholdOf(key, question);
      const similar = threshold === null ? null : await findSimilar(key, question, threshold, signal);
      if (similar === null && !signal.aborted) entries.countMiss();
      return similar;
    } catch (cause) {
      // Decision: a cache that cannot be read is a cache without this answer.
      log.warn("the answer cache could not be read", { reason: reasonOf(cause) });
      return null;
    }
  };

  const embedLater = async (id: number, question: string): Promise<void> => {
    try {
      const vector = await embed?.(question);
      if (vector !== null && vector !== undefined) entries.setVector(id, vector);
    } catch (cause) {
      // Decision: without its vector the entry is still found by the very same question.
      log.warn("a kept answer has no vector", { reason: reasonOf(cause) });
    }
  };

  const keep: AnswerCache["store"] = (key, { costMicroUsd, durationMs, modelId, place, text, usage }) => {
    const question = questionOf(key);
    const sizeBytes = Buffer.byteLength(question) + Buffer.byteLength(text);
    if (!isKept(key, question) || text.trim() === "" || sizeBytes > capBytes * largestShare) return;
    const draft = {
      groupKey: groupOf(key),
      question,
      answer: text,
      modelId,
      place,
      tokens: whole(usage.inputTokens + usage.outputTokens),
      costMicroUsd: place === "cloud" ? whole(costMicroUsd ?? 0) : 0,
      durationMs: whole(durationMs),
    };
    try {
      const id = entries.put(draft, clock.nowMs(), expiredMs(), capBytes);
      if (thresholdOf(key, question) === null || embed === undefined) return;
      const running = embedLater(id, question).finally(() => embedding.delete(running));
      embedding.add(running);
    } catch (cause) {
      // Decision: an answer that cannot be kept has been given all the same.
      log.warn("an answer could not be kept", { reason: reasonOf(cause) });
    }
  };

  return {
    lookup,
    store: keep,
    status: entries.status,
    policy: () => policy,
    setPolicy: (patch) => {
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      policy = cachePolicySchema.parse({ ...policy, ...given });
      entries.setPolicy(policy);
      entries.expire(expiredMs());
      return policy;
    },
    clear: entries.clear,
    forgetSince: entries.forgetSince,
    close: async () => void (await Promise.allSettled(embedding)),
  };
};
