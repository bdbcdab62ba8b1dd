import { abortedBy, err, ok, reasonOf, type Aborted, type ClockDep, type LogDep, type Result } from "#core/base";
import { leastDiskBytes, spareDiskBytes } from "./fit.ts";
import { lasting, passing, type HubAnswer, type HubFailure, type HubFetch } from "./hub-fetch.ts";
import type { PartProblem, Parts } from "./parts.ts";
import { retrying } from "./retry.ts";
import type { HubError, HubKind } from "./schema.ts";
import type { StoredPart } from "./store.ts";

/** Pieces handed to the disk. */
const pieceBytes = 1024 * 1024;
/** What a power cut may cost: so many bytes or so long, whatever comes first. */
const checkpointBytes = 64 * 1024 * 1024;
const checkpointMs = 2000;
/** A try that brought this much was worth it. */
const worthBytes = 256 * 1024;

export interface TransferDeps extends ClockDep, LogDep {
  readonly hub: HubFetch;
  readonly parts: Parts;
  /** On the disk of the files, now. */
  readonly freeBytes: () => Promise<number>;
  readonly largestFileBytes: number;
}

export interface TransferHooks {
  /** These bytes are on the disk for good. */
  readonly saved: (part: StoredPart) => void;
  readonly moved: (receivedBytes: number, totalBytes: number | null) => void;
  /** What is there is being read again. */
  readonly checking: (isChecking: boolean) => void;
}

export interface Transferred {
  readonly sha256: string;
  readonly bytes: number;
  /** Null: nobody published one. */
  readonly expectedSha256: string | null;
}

/** Where a 206 begins and how long the whole is; null when the header is missing or odd (RFC 9110, 14.4). */
const contentRange = (answer: HubAnswer): { readonly start: number; readonly total: number | null } | null => {
  const found = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(answer.response.header("content-range") ?? "");
  return found === null ? null : { start: Number(found[1]), total: found[2] === "*" ? null : Number(found[2]) };
};

/** A weak validator must not be used for ranges (RFC 9110, 13.1.5). */
const strongEtag = (answer: HubAnswer): string | null => {
  const etag = answer.response.header("etag");
  return etag?.startsWith('"') === true && etag.length <= 300 ? etag : null;
};

const isGguf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.length)).toString("latin1") === "GGUF";

/**
 * Fetches one file to `path`, going on from what is there when that is what was saved, and begins anew when it is not, when the server cannot go on, or when
 * the file has changed there. Leaves the bytes in place, durable and counted, however it ends; only what turns out to be no such file is dropped.
 * Errors: HubAddressRefused, HubUnreachable, HubAccessRefused, HubModelNotFound, DownloadTooLarge, DiskFull, DownloadCut, ModelRefused, FileWriteFailed, Aborted.
 */
export const transferFile = async (
  { clock, freeBytes, hub, largestFileBytes, log, parts }: TransferDeps,
  given: { readonly part: StoredPart; readonly path: string; readonly kind: HubKind },
  { checking, moved, saved }: TransferHooks,
  signal: AbortSignal,
): Promise<Result<Transferred, HubError | Aborted>> => {
  const { kind, path } = given;
  const { file } = given.part;
  let part = given.part;
  let received = 0;
  let expectedSha256 = file.sha256;
  let hasRestarted = false;

  const failure = async (problem: PartProblem): Promise<HubError | Aborted> => {
    if (problem.type === "Aborted") return problem;
    if (problem.type === "failed") return { type: "FileWriteFailed", path, reason: problem.reason };
    return { type: "DiskFull", neededBytes: Math.max(pieceBytes, (file.sizeBytes ?? received) - received), freeBytes: await freeBytes() };
  };

  const save = async (): Promise<Result<void, HubError | Aborted>> => {
    const kept = await parts.checkpoint(path);
    if (!kept.ok) return err(await failure(kept.error));
    part = { ...part, receivedBytes: kept.value.bytes, sha256: kept.value.sha256 };
    saved(part);
    return ok(undefined);
  };

  /** Somebody else may be filling the disk too. */
  const saveWithAir = async (): Promise<Result<void, HubError | Aborted>> => {
    const kept = await save();
    if (!kept.ok) return kept;
    const free = await freeBytes();
    return free < leastDiskBytes ? err({ type: "DiskFull", neededBytes: leastDiskBytes, freeBytes: free }) : ok(undefined);
  };

  const beginAnew = async (why: string): Promise<Result<void, HubError | Aborted>> => {
    if (received > 0 || part.receivedBytes > 0) log.warn("a download begins anew", { file: file.name, why });
    hasRestarted = true;
    const opened = await parts.open(path, 0);
    if (!opened.ok) return err(await failure(opened.error));
    received = 0;
    part = { ...part, receivedBytes: 0, sha256: opened.value.sha256, etag: null };
    saved(part);
    return ok(undefined);
  };

  /** Opens what is there; a part that is not what was saved is not built upon. */
  const takeUp = async (): Promise<Result<void, HubError | Aborted>> => {
    checking(part.receivedBytes > 0);
    const opened = await parts.open(path, part.receivedBytes, signal);
    checking(false);
    if (signal.aborted) return err(abortedBy(signal));
    if (!opened.ok) return err(await failure(opened.error));
    received = opened.value.bytes;
    const isSound = part.receivedBytes === 0 || (received === part.receivedBytes && opened.value.sha256 === part.sha256);
    return isSound ? ok(undefined) : beginAnew("what was there is not what was saved");
  };

  const refused = async (reason: string): Promise<{ readonly ok: false; readonly error: HubFailure }> => {
    await beginAnew(reason);
    return err(lasting({ type: "ModelRefused", file: file.name, reason }));
  };

  /** How long the file is by this answer; an error when that cannot be right. */
  const totalOf = async (answer: HubAnswer, ranged: ReturnType<typeof contentRange>): Promise<Result<number | null, HubFailure>> => {
    const { response, linked } = answer;
    if (/^text\/html\b/i.test(response.header("content-type") ?? "")) return refused("a web page came back instead of the model");
    if ((response.header("content-encoding") ?? "identity") !== "identity") return refused("it came packed, so its size cannot be trusted");
    const length = Number(response.header("content-length") ?? Number.NaN);
    const stated = ranged?.total ?? (Number.isSafeInteger(length) ? received + length : null) ?? linked.sizeBytes;
    const size = Math.max(stated ?? 0, file.sizeBytes ?? 0);
    if (size > largestFileBytes) return err(lasting({ type: "DownloadTooLarge", limitBytes: largestFileBytes, sizeBytes: size }));
    if (stated !== null && file.sizeBytes !== null && stated !== file.sizeBytes)
      return refused(`the server has ${stated} bytes, ${file.sizeBytes} were announced`);
    const total = file.sizeBytes ?? stated;
    const free = await freeBytes();
    const needed = (total ?? 0) - received;
    if (needed > 0 && needed + spareDiskBytes > free)
      return err(lasting({ type: "DiskFull", neededBytes: needed + spareDiskBytes, freeBytes: free }));
    return ok(total);
  };

  const receive = async ({ response }: HubAnswer, total: number | null): Promise<Result<void, HubFailure>> => {
    let piece = new Uint8Array(pieceBytes);
    let filled = 0;
    let unsaved = 0;
    let savedAtMs = clock.nowMs();
    const flush = async (): Promise<Result<void, HubError | Aborted>> => {
      if (filled === 0) return ok(undefined);
      const bytes = filled === piece.length ? piece : piece.slice(0, filled);
      piece = new Uint8Array(pieceBytes);
      filled = 0;
      const added = await parts.append(path, bytes);
      if (!added.ok) return err(await failure(added.error));
      unsaved += added.value.bytes - received;
      received = added.value.bytes;
      moved(received, total);
      if (unsaved < checkpointBytes && clock.nowMs() - savedAtMs < checkpointMs) return ok(undefined);
      unsaved = 0;
      savedAtMs = clock.nowMs();
      return saveWithAir();
    };
    const end = async (result: Result<void, HubFailure>): Promise<Result<void, HubFailure>> => {
      const flushed = await flush();
      const kept = await save();
      if (!result.ok && !result.error.isPassing) return result;
      const problem = flushed.ok ? kept : flushed;
      return problem.ok ? result : err(lasting(problem.error));
    };

    let isKnown = received > 0 || kind !== "gguf";
    try {
      for await (const chunk of response.body) {
        for (let at = 0; at < chunk.length;) {
          const taken = Math.min(chunk.length - at, piece.length - filled);
          piece.set(chunk.subarray(at, at + taken), filled);
          filled += taken;
          at += taken;
          if (!isKnown && filled >= 4) {
            if (!isGguf(piece)) return await refused("it is no GGUF file");
            isKnown = true;
          }
          if (received + filled > Math.min(total ?? largestFileBytes, largestFileBytes)) {
            await beginAnew("it is longer than it should be");
            return err(lasting({ type: "DownloadTooLarge", limitBytes: total ?? largestFileBytes, sizeBytes: null }));
          }
          // Each small piece at once on a slow line, so that progress is seen and a pause loses nothing.
          if (filled === piece.length || clock.nowMs() - savedAtMs >= checkpointMs) {
            const flushed = await flush();
            if (!flushed.ok) return await end(err(lasting(flushed.error)));
          }
        }
      }
    } catch (cause) {
      if (signal.aborted) return await end(err(lasting(abortedBy(signal))));
      if (total === null)
        return await end(err(passing({ type: "HubUnreachable", host: new URL(file.uri).hostname, reason: reasonOf(cause) })));
      const ended = await end(ok(undefined));
      return ended.ok ? err(passing({ type: "DownloadCut", file: file.name, receivedBytes: received, expectedBytes: total })) : ended;
    } finally {
      response.close();
    }
    const ended = await end(ok(undefined));
    if (!ended.ok) return ended;
    if (signal.aborted) return err(lasting(abortedBy(signal)));
    if (total !== null && received < total)
      return err(passing({ type: "DownloadCut", file: file.name, receivedBytes: received, expectedBytes: total }));
    return received === 0
      ? err(passing({ type: "HubUnreachable", host: new URL(file.uri).hostname, reason: "nothing came" }))
      : ok(undefined);
  };

  const attempt = async (): Promise<Result<void, HubFailure>> => {
    if (file.sizeBytes !== null && received === file.sizeBytes) return ok(undefined);
    if (received > 0 && part.etag === null && file.sha256 === null) {
      const opened = await beginAnew("nothing tells whether the rest would belong to it");
      if (!opened.ok) return err(lasting(opened.error));
    }
    const range = received > 0 ? { start: received } : undefined;
    const answer = await hub.get({ uri: file.uri, range, ifRange: part.etag }, signal);
    if (!answer.ok) return answer;
    const { response, linked } = answer.value;
    const again = async (why: string) => {
      const opened = await beginAnew(why);
      return opened.ok ? null : err(lasting(opened.error));
    };
    if (file.sha256 !== null && linked.sha256 !== null && linked.sha256 !== file.sha256) {
      response.close();
      return refused("the server has another version than the one that was announced");
    }
    expectedSha256 = file.sha256 ?? linked.sha256;
    const ranged = contentRange(answer.value);
    if (response.status === 416) {
      response.close();
      const failed = await again("the server knows no such part");
      return failed ?? err(passing({ type: "HubUnreachable", host: new URL(file.uri).hostname, reason: "it refused to go on" }));
    }
    if (range !== undefined && (response.status === 200 || ranged?.start !== received)) {
      const failed = await again(
        response.status === 200 ? "the server cannot go on, or has another version" : "the server began elsewhere",
      );
      if (failed !== null || response.status !== 200) {
        response.close();
        return failed ?? err(passing({ type: "HubUnreachable", host: new URL(file.uri).hostname, reason: "it began at the wrong place" }));
      }
    }
    const total = await totalOf(answer.value, response.status === 206 ? ranged : null);
    if (!total.ok) {
      response.close();
      return total;
    }
    const etag = strongEtag(answer.value);
    if (part.etag !== etag) part = { ...part, etag };
    moved(received, total.value);
    return receive(answer.value, total.value);
  };

  const opened = await takeUp();
  if (!opened.ok) return opened;
  let before = received;
  const result = await retrying({ clock }, signal, attempt, () => {
    // A server that always begins anew would be tried for ever.
    const isWorth = !hasRestarted && received - before >= worthBytes;
    before = received;
    hasRestarted = false;
    return isWorth;
  });
  if (!result.ok) {
    await parts.release(path);
    return err(result.error.error);
  }
  const kept = await save();
  await parts.release(path);
  return kept.ok ? ok({ sha256: part.sha256, bytes: part.receivedBytes, expectedSha256 }) : kept;
};
