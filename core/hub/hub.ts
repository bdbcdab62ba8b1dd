import { mkdirSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { err, ok, type Aborted, type ClockDep, type IdsDep, type LogDep, type Result } from "#core/base";
import { readGgufFacts, readGgufHeader, type GgufFacts } from "#core/llm";
import type { ModelError } from "#core/llm/schema";
import type { SecretsDep, SettingsDep } from "#core/settings";
import type { SecretError } from "#core/settings/schema";
import type { StoreDep } from "#core/store";
import { parseAddress } from "./address.ts";
import { readCatalogue } from "./catalogue.ts";
import { createDownloads, type Downloads } from "./downloads.ts";
import { fitOf } from "./fit.ts";
import { createHardware } from "./hardware.ts";
import { publicHosts, testHosts, type TestHub } from "./hosts.ts";
import { createHubFetch } from "./hub-fetch.ts";
import { lookAt, type Looked } from "./look.ts";
import { createParts, removeFiles, type Parts } from "./parts.ts";
import type { HubHttpDep, HubModelsDep } from "./ports.ts";
import { recommend } from "./recommend.ts";
import type { Download, FetchedModel, Fit, Hardware, HubError, HubModel, HubVariant } from "./schema.ts";
import { createHubStore } from "./store.ts";
import { wantedVariant } from "./variants.ts";

/** The largest open models of 2026 have some 250 GB in one file and a terabyte in all. */
const largestFileBytes = 300 * 1024 ** 3;
const largestModelBytes = 1024 ** 4;
/** Models looked at that can be fetched without looking again. */
const mostLooked = 50;
/** Speeds of smaller models tell more of the program than of the memory. */
const tellingBytes = 100 * 1024 ** 2;
/** Under this name the access token for Hugging Face lies among the secrets. */
const tokenName = "hub:huggingface.co";

export interface FittedModel {
  readonly model: HubModel;
  readonly fits: { variantId: string; fit: Fit }[];
  readonly recommended: string | null;
}

export interface DownloadQuestion {
  readonly uri?: string | undefined;
  readonly modelId?: string | undefined;
  readonly variantId: string;
}

export interface Hub {
  readonly hardware: () => Promise<Hardware>;
  /** What ships, with how it fits; asks nobody. */
  readonly catalogue: () => Promise<FittedModel[]>;
  /** Errors: those of `lookAt`. */
  readonly look: (uri: string, signal: AbortSignal) => Promise<Result<FittedModel, HubError | Aborted>>;
  /** Errors: ModelFileMissing, ModelFileCorrupt. */
  readonly fitFile: (path: string, contextTokens?: number) => Promise<Result<Fit, ModelError>>;
  /** Errors: HubModelNotFound (no such model or variant) and, where an address has to be looked at first, those of `look`. */
  readonly download: (question: DownloadQuestion, signal: AbortSignal) => Promise<Result<Download, HubError | Aborted>>;
  readonly downloads: Downloads;
  readonly fetched: () => FetchedModel[];
  /** Gives the bytes that became free. Errors: HubModelNotFound (not fetched by Olympus), FileWriteFailed. */
  readonly deleteFile: (modelId: string) => Promise<Result<number, HubError>>;
  /** Whether a token for Hugging Face is kept; `isLocked`: nobody can tell before the keys are open. */
  readonly account: () => Promise<{ hasToken: boolean; isLocked: boolean }>;
  /** Null forgets it. Errors: SecretsLocked, SecretsUnavailable. */
  readonly setToken: (token: string | null) => Promise<Result<void, SecretError>>;
  /** Pauses downloads; what arrived is durable. */
  readonly close: () => Promise<void>;
}

export interface HubOptions {
  /** Only for tests: a hub on this machine, and what it has to offer. */
  readonly test?: (TestHub & { readonly catalogue?: readonly HubModel[] | undefined }) | undefined;
  readonly parts?: Parts | undefined;
  readonly limits?: { readonly largestFileBytes?: number; readonly largestModelBytes?: number } | undefined;
}

export type HubDeps = ClockDep & HubHttpDep & HubModelsDep & IdsDep & LogDep & SecretsDep & SettingsDep & StoreDep;

const sizeOf = ({ aboutBytes, files }: HubVariant): number | null =>
  files.reduce<number | null>((sum, { sizeBytes }) => (sum === null || sizeBytes === null ? null : sum + sizeBytes), 0) ?? aboutBytes;

/** A folder's name out of anybody's words. */
const plain = (text: string): string =>
  text
    .replaceAll(/[^\w.-]+/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, 80) || "model";

/** Models to choose, look at, fetch and delete. Everything fetched lies below `models/` in the data folder. */
export const createHub = (deps: HubDeps, options: HubOptions = {}): Hub => {
  const { clock, log, models, secrets, settings, store } = deps;
  const { test, limits } = options;
  const hosts = test === undefined ? publicHosts : testHosts(test);
  const catalogue = test?.catalogue ?? readCatalogue();
  const root = join(store.dataDir, "models");
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const parts = options.parts ?? createParts();
  const token = async (): Promise<string | null> => {
    const kept = await secrets.get(tokenName);
    return kept.ok ? kept.value : null;
  };
  const hub = createHubFetch({ ...deps, hosts, token });
  const rows = createHubStore(deps);
  const hardware = createHardware(root, parts.measureMemory);
  const downloads = createDownloads({
    ...deps,
    freeBytes: async () => {
      const disk = await statfs(root);
      return disk.bavail * disk.bsize;
    },
    hosts,
    hub,
    largestFileBytes: limits?.largestFileBytes ?? largestFileBytes,
    largestModelBytes: limits?.largestModelBytes ?? largestModelBytes,
    parts,
    root,
    rows,
  });
  const looked = new Map<string, Looked>();

  const measuredBytesPerSecond = async (): Promise<number | null> => {
    const measured = (await models.list()).flatMap(({ sizeBytes, speed }) =>
      sizeBytes !== null && sizeBytes >= tellingBytes && speed !== null
        ? [{ sizeBytes, bytesPerSecond: sizeBytes * speed.tokensPerSecond }]
        : [],
    );
    return measured.toSorted((left, right) => right.sizeBytes - left.sizeBytes)[0]?.bytesPerSecond ?? null;
  };

  const fitted = async (model: HubModel, facts: GgufFacts | null, wanted: HubVariant | null): Promise<FittedModel> => {
    const [machine, measured] = await Promise.all([hardware(), measuredBytesPerSecond()]);
    const fits = model.variants.map((variant) => {
      const weightsBytes = sizeOf(variant);
      return {
        variantId: variant.id,
        fit: fitOf({
          weightsBytes,
          facts,
          trainedContextTokens: model.contextTokens,
          hardware: machine,
          measuredBytesPerSecond: measured,
          downloadBytes: weightsBytes ?? 0,
          isEmbedding: model.kind === "embedding",
        }),
      };
    });
    return { model, fits, recommended: wanted?.id ?? recommend(model.variants, fits) };
  };

  const lookOnce = async (uri: string, signal: AbortSignal): Promise<Result<Looked, HubError | Aborted>> => {
    const result = await lookAt({ hosts, hub }, uri, signal);
    if (!result.ok) return result;
    looked.delete(uri);
    looked.set(uri, result.value);
    const [oldest] = looked.keys();
    if (looked.size > mostLooked && oldest !== undefined) looked.delete(oldest);
    return result;
  };

  const find = async ({ modelId, uri }: DownloadQuestion, signal: AbortSignal): Promise<Result<HubModel, HubError | Aborted>> => {
    const chosen = catalogue.find(({ id }) => id === modelId);
    if (chosen !== undefined) return ok(chosen);
    if (uri === undefined) return err({ type: "HubModelNotFound", modelId: modelId ?? "" });
    const known = looked.get(uri) ?? null;
    if (known !== null) return ok(known.model);
    const found = await lookOnce(uri, signal);
    return found.ok ? ok(found.value.model) : found;
  };

  const folderOf = (model: HubModel, variant: HubVariant): Result<{ folder: string; host: string }, HubError> => {
    const address = parseAddress(variant.files[0]?.uri ?? "", hosts);
    if (!address.ok) return address;
    const isFile = address.value.type === "file";
    const host = address.value.type === "file" ? address.value.url.hostname : "huggingface.co";
    const above = address.value.type === "file" ? [plain(host)] : [plain(address.value.owner), plain(address.value.name)];
    // Variants of an embedding model bear the same file names.
    const below = model.kind === "embedding" ? [plain(variant.id)] : [];
    return ok({ folder: join(root, ...above, ...(isFile ? [] : below)), host });
  };

  return {
    hardware,
    catalogue: () => Promise.all(catalogue.map((model) => fitted(model, null, null))),
    look: async (uri, signal) => {
      const result = await lookOnce(uri, signal);
      return result.ok ? ok(await fitted(result.value.model, result.value.facts, result.value.wanted)) : result;
    },
    fitFile: async (given, contextTokens) => {
      const path = resolve(given);
      const header = await readGgufHeader(path);
      if (!header.ok) return header;
      const facts = await readGgufFacts(path);
      if (!facts.ok) return err({ type: "ModelFileCorrupt", path, reason: facts.error });
      const [machine, measured] = await Promise.all([hardware(), measuredBytesPerSecond()]);
      return ok(
        fitOf({
          weightsBytes: facts.value.fileBytes,
          facts: facts.value,
          contextTokens,
          hardware: machine,
          measuredBytesPerSecond: measured,
          downloadBytes: 0,
        }),
      );
    },
    download: async (question, signal) => {
      const found = await find(question, signal);
      if (!found.ok) return found;
      const model = found.value;
      const variant = model.variants.find(({ id }) => id === question.variantId) ?? wantedVariant(model.variants, question.variantId);
      if (variant === undefined) return err({ type: "HubModelNotFound", modelId: `${model.id}:${question.variantId}` });
      const place = folderOf(model, variant);
      if (!place.ok) return place;
      const outside = variant.files.find(({ name }) => !join(place.value.folder, name).startsWith(place.value.folder + sep));
      if (outside !== undefined) return err({ type: "HubAddressRefused", uri: outside.uri, reason: "its name leads out of its folder" });
      return ok(
        downloads.start({
          kind: model.kind,
          hubModelId: question.modelId === model.id ? model.id : null,
          variantId: variant.id,
          name: model.name,
          files: variant.files,
          ...place.value,
        }),
      );
    },
    downloads,
    fetched: () =>
      rows.fetched().map(({ files: _files, ...fetched }) => ({ ...fetched, inUse: settings.get().embeddingFolder === fetched.path })),
    deleteFile: async (modelId) => {
      const fetched = rows.fetched().find((each) => each.modelId === modelId);
      if (fetched === undefined) return err({ type: "HubModelNotFound", modelId });
      if (settings.get().embeddingFolder === fetched.path) settings.update({ embeddingFolder: null });
      models.removeFile(modelId);
      const problem = await removeFiles(fetched.files, root);
      if (problem !== null) return err({ type: "FileWriteFailed", path: fetched.path, reason: problem });
      rows.removeFetched(modelId);
      for (const { id, modelId: became } of downloads.list()) if (became === modelId) await downloads.clear(id);
      log.info("a fetched model was deleted", { modelId, bytes: fetched.sizeBytes, atMs: clock.nowMs() });
      return ok(fetched.sizeBytes);
    },
    account: async () => ({ hasToken: (await token()) !== null, isLocked: secrets.status() === "locked" }),
    setToken: (given) => (given === null ? secrets.remove(tokenName) : secrets.set(tokenName, given)),
    close: async () => {
      await downloads.close();
      await parts.close();
    },
  };
};
