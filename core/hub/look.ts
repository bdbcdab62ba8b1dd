import { basename } from "node:path/posix";
import { abortedBy, err, ok, reasonOf, type Aborted, type Result } from "#core/base";
import { parseGgufFacts, type GgufFacts } from "#core/llm";
import { parseAddress } from "./address.ts";
import type { HubHosts } from "./hosts.ts";
import { readStart, type HubFetch } from "./hub-fetch.ts";
import { readRepository } from "./repository.ts";
import type { HubError, HubModel, HubVariant } from "./schema.ts";
import { wantedVariant } from "./variants.ts";

/** What is read of a header over the network: at first, and at most. Sizes stand before the vocabulary, so the first nearly always does. */
const firstBytes = 256 * 1024;
const mostBytes = 4 * 1024 * 1024;

export interface Looked {
  readonly model: HubModel;
  readonly facts: GgufFacts | null;
  /** The one that the address names. */
  readonly wanted: HubVariant | null;
}

interface Deps {
  readonly hosts: HubHosts;
  readonly hub: HubFetch;
}

interface Head {
  readonly bytes: Uint8Array;
  readonly totalBytes: number | null;
  readonly sha256: string | null;
}

const readHead = async ({ hub }: Deps, uri: string, bytes: number, signal: AbortSignal): Promise<Result<Head, HubError | Aborted>> => {
  const answer = await hub.get({ uri, range: { start: 0, end: bytes - 1 } }, signal);
  if (!answer.ok) return err(answer.error.error);
  const { response, linked } = answer.value;
  const stated = response.status === 206 ? (response.header("content-range") ?? "").split("/")[1] : response.header("content-length");
  const total = Number(stated ?? Number.NaN);
  try {
    return ok({
      bytes: await readStart(response, bytes),
      totalBytes: Number.isSafeInteger(total) && total > 0 ? total : linked.sizeBytes,
      sha256: linked.sha256,
    });
  } catch (cause) {
    return err(signal.aborted ? abortedBy(signal) : { type: "HubUnreachable", host: new URL(uri).hostname, reason: reasonOf(cause) });
  }
};

/** What the header says, read by ranges; ModelRefused when it is none. */
const factsAt = async (
  deps: Deps,
  uri: string,
  signal: AbortSignal,
): Promise<Result<Head & { readonly facts: GgufFacts }, HubError | Aborted>> => {
  for (let bytes = firstBytes; ; bytes *= 4) {
    const head = await readHead(deps, uri, bytes, signal);
    if (!head.ok) return head;
    const facts = parseGgufFacts(head.value.bytes);
    const isEnough = facts.ok && facts.value.layers !== null && facts.value.sharedHeads !== null;
    if (facts.ok && (isEnough || bytes >= mostBytes || head.value.bytes.length < bytes)) return ok({ ...head.value, facts: facts.value });
    if (!facts.ok && (bytes >= mostBytes || head.value.bytes.length < bytes || !/ends inside/.test(facts.error)))
      return err({ type: "ModelRefused", file: uri.slice(0, 300), reason: facts.error });
  }
};

const lookAtFile = async (deps: Deps, url: URL, signal: AbortSignal): Promise<Result<Looked, HubError | Aborted>> => {
  const file = basename(url.pathname);
  const refuse = (reason: string) => err({ type: "ModelRefused", file: url.href.slice(0, 300), reason } satisfies HubError);
  if (!/^[\w][\w.+@=-]{0,190}\.gguf$/i.test(file)) return refuse("its name does not end in .gguf");
  const head = await factsAt(deps, url.href, signal);
  if (!head.ok) return head;
  const { facts, sha256, totalBytes } = head.value;
  const variant: HubVariant = {
    id: file,
    quantisation: "unknown",
    aboutBytes: null,
    files: [{ name: file, uri: url.href, sizeBytes: totalBytes, sha256 }],
  };
  const model: HubModel = {
    id: url.href.slice(0, 200),
    kind: "gguf",
    name: facts.name ?? file.replace(/\.gguf$/i, "").slice(0, 120),
    publisher: url.hostname,
    description: "",
    licence: "not stated",
    licenceUri: null,
    billionParameters: null,
    contextTokens: facts.contextTokens,
    capabilities: ["chat"],
    languages: [],
    variants: [variant],
  };
  return ok({ model, facts, wanted: variant });
};

/**
 * Asks what is at an address, and reads the first bytes of one file for its sizes; nothing is stored. A header that cannot be read costs only the exact sum.
 * Errors: HubAddressRefused, HubUnreachable, HubAccessRefused, HubModelNotFound, ModelRefused, Aborted.
 */
export const lookAt = async (deps: Deps, uri: string, signal: AbortSignal): Promise<Result<Looked, HubError | Aborted>> => {
  const address = parseAddress(uri, deps.hosts);
  if (!address.ok) return address;
  if (address.value.type === "file") return lookAtFile(deps, address.value.url, signal);
  const read = await readRepository(deps.hub, address.value, signal);
  if (!read.ok) return err(read.error.error);
  const model = read.value;
  const { wanted: name } = address.value;
  const wanted = wantedVariant(model.variants, name) ?? null;
  if (name !== null && wanted === null) return err({ type: "HubModelNotFound", modelId: `${model.id}:${name}` });
  if (model.kind === "embedding") return ok({ model, facts: null, wanted });
  const first = (wanted ?? model.variants[0])?.files[0];
  const head = first === undefined ? null : await factsAt(deps, first.uri, signal);
  if (head?.ok === false && head.error.type === "Aborted") return head;
  const facts = head?.ok === true ? head.value.facts : null;
  return ok({ model: { ...model, contextTokens: model.contextTokens ?? facts?.contextTokens ?? null }, facts, wanted });
};
