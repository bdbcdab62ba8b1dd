import { err, ok, type Aborted, type ClockDep, type Result } from "#core/base";
import { actualUrl } from "./address.ts";
import { hubOrigin, type HubHosts } from "./hosts.ts";
import type { HubHttpDep, HubResponse } from "./ports.ts";
import type { HubError } from "./schema.ts";

/** Hugging Face needs one, GitHub one; a short address one more. */
const mostRedirects = 5;
/** A server that sends nothing for so long has gone. */
const silenceMs = 30_000;
/** Most that a server may ask us to wait. */
const longestWaitMs = 5 * 60_000;

export interface HubGet {
  readonly uri: string;
  /** First byte wanted, and the last when not all. */
  readonly range?: { readonly start: number; readonly end?: number } | undefined;
  /** Only a part of exactly this version; otherwise the whole. */
  readonly ifRange?: string | null | undefined;
}

export interface HubAnswer {
  readonly response: HubResponse;
  /** What Hugging Face says of the file behind a redirect: its SHA-256 and size, where it has them. */
  readonly linked: { readonly sha256: string | null; readonly sizeBytes: number | null };
}

/** `isPassing`: asking again later may help. */
export interface HubFailure {
  readonly error: HubError | Aborted;
  readonly isPassing: boolean;
  readonly waitMs: number;
}

export interface HubFetchDeps extends ClockDep, HubHttpDep {
  readonly hosts: HubHosts;
  /** The person's access token for Hugging Face; null without. Goes to that host and to no other. */
  readonly token: () => Promise<string | null>;
}

export const lasting = (error: HubError | Aborted): HubFailure => ({ error, isPassing: false, waitMs: 0 });
export const passing = (error: HubError, waitMs = 0): HubFailure => ({ error, isPassing: true, waitMs });

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3), at most `longestWaitMs`. */
const retryAfterMs = (value: string | null, nowMs: number): number => {
  if (value === null) return 0;
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), longestWaitMs) : 0;
};

const linkedOf = (response: HubResponse): HubAnswer["linked"] => {
  const etag = response.header("x-linked-etag")?.replace(/^W\//, "").replaceAll('"', "") ?? "";
  const size = Number(response.header("x-linked-size") ?? Number.NaN);
  return { sha256: /^[0-9a-f]{64}$/.test(etag) ? etag : null, sizeBytes: Number.isSafeInteger(size) && size > 0 ? size : null };
};

/** Ends a body whose server has fallen silent; the time begins anew with every chunk. */
async function* watched(
  body: AsyncIterable<Uint8Array>,
  { clock }: ClockDep,
  giveUp: AbortController,
): AsyncGenerator<Uint8Array, void, void> {
  const done = new AbortController();
  let lastMs = clock.nowMs();
  void (async () => {
    for (;;) {
      const leftMs = lastMs + silenceMs - clock.nowMs();
      if (leftMs <= 0) return giveUp.abort();
      await clock.sleep(leftMs, done.signal);
      if (done.signal.aborted) return;
    }
  })();
  try {
    for await (const chunk of body) {
      lastMs = clock.nowMs();
      yield chunk;
      // Writing to a slow disk is no silence of the server.
      lastMs = clock.nowMs();
    }
  } finally {
    done.abort();
  }
}

/**
 * Asks an address of the list and follows its redirects, each checked like the first: https, a host of the list, and an IP address that is
 * public. The token travels to Hugging Face only. The answer's status is 200, 206 or 416. Errors: HubAddressRefused, HubUnreachable, HubAccessRefused, HubModelNotFound.
 */
export const createHubFetch = (deps: HubFetchDeps) => {
  const { clock, hosts, hubHttp, token } = deps;

  const statusFailure = (uri: string, url: URL, response: HubResponse): HubFailure | null => {
    const { status } = response;
    if (status === 200 || status === 206 || status === 416) return null;
    const host = url.hostname;
    if (status === 401 || status === 403) return lasting({ type: "HubAccessRefused", host, status });
    if (status === 404 || status === 410) return lasting({ type: "HubModelNotFound", modelId: uri });
    const busy = status === 408 || status === 425 || status === 429 || status >= 500;
    const error: HubError = { type: "HubUnreachable", host, reason: `it answered with status ${status}` };
    return busy ? passing(error, retryAfterMs(response.header("retry-after"), clock.nowMs())) : lasting(error);
  };

  const get = async ({ uri, range, ifRange }: HubGet, signal: AbortSignal): Promise<Result<HubAnswer, HubFailure>> => {
    const refuse = (reason: string) => err(lasting({ type: "HubAddressRefused", uri: uri.slice(0, 300), reason }));
    let url = actualUrl(uri, hosts);
    let linked: HubAnswer["linked"] = { sha256: null, sizeBytes: null };
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      const refusal = hop === 0 ? hosts.refusalOfSource(url) : hosts.refusalOfTarget(url);
      if (refusal !== null) return refuse(refusal);
      const isHub = url.origin === hosts.origin || url.origin === hubOrigin;
      const key = isHub ? await token() : null;
      const giveUp = new AbortController();
      const both = AbortSignal.any([signal, giveUp.signal]);
      const headers = {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(range === undefined ? {} : { range: `bytes=${range.start}-${range.end ?? ""}` }),
        ...(range === undefined || !ifRange ? {} : { "if-range": ifRange }),
      };
      const answered = new AbortController();
      void clock.sleep(silenceMs, AbortSignal.any([answered.signal, both])).then(() => answered.signal.aborted || giveUp.abort());
      const opened = await hubHttp.open({ url, headers, refusalOf: hosts.refusalOfAddress(url) }, both);
      answered.abort();
      if (!opened.ok) {
        const { error } = opened;
        if ("isRefused" in error)
          return error.isRefused
            ? refuse(error.reason)
            : err(passing({ type: "HubUnreachable", host: url.hostname, reason: error.reason }));
        if (signal.aborted) return err(lasting(error));
        return err(passing({ type: "HubUnreachable", host: url.hostname, reason: `it did not answer in ${silenceMs / 1000} s` }));
      }
      const response = opened.value;
      const here = linkedOf(response);
      if (isHub && here.sha256 !== null) linked = here;
      const location = response.header("location");
      if ([301, 302, 303, 307, 308].includes(response.status) && location !== null) {
        response.close();
        const next = URL.parse(location, url.href);
        if (next === null) return refuse("it leads to what is no address");
        next.hash = "";
        url = next;
        continue;
      }
      const failure = statusFailure(uri, url, response);
      if (failure !== null) {
        response.close();
        return err(failure);
      }
      return ok({ response: { ...response, body: watched(response.body, deps, giveUp) }, linked });
    }
    return refuse(`it leads on more than ${mostRedirects} times`);
  };

  return { get };
};

export type HubFetch = ReturnType<typeof createHubFetch>;

/** The first bytes of a body, at most `limitBytes`; lets go of the rest. Rejects when the connection breaks. */
export const readStart = async ({ body, close }: HubResponse, limitBytes: number): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of body) {
      parts.push(part);
      size += part.byteLength;
      if (size >= limitBytes) break;
    }
  } finally {
    close();
  }
  return new Uint8Array(Buffer.concat(parts).subarray(0, limitBytes));
};
