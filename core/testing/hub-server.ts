import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with one request for bytes. Each request takes the next fault; after the last, all goes well. */
export type HubFault =
  | { readonly type: "none" }
  /** Sends so many bytes, then breaks the connection. */
  | { readonly type: "cut"; readonly afterBytes: number }
  /** Sends so many bytes, then nothing more. `release` lets it go on. */
  | { readonly type: "stall"; readonly afterBytes: number }
  | { readonly type: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly type: "web-page" }
  /** Answers every request with the whole file, as servers without ranges do. */
  | { readonly type: "no-ranges" }
  /** Flips one bit on the way. */
  | { readonly type: "wrong-byte"; readonly at: number }
  /** Says nothing of the length and sends more than there is, for ever. */
  | { readonly type: "endless" }
  /** Sends the file as gzip says it would be. */
  | { readonly type: "packed" }
  /** Answers a range with another one. */
  | { readonly type: "wrong-range" }
  | { readonly type: "hang-up" };

/** The same for the hub itself, which lists and redirects. */
export type HubListingFault =
  | { readonly type: "none" }
  | { readonly type: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly type: "redirect"; readonly location: string }
  | { readonly type: "not-json" }
  | { readonly type: "hang-up" };

export interface HubRepositoryFile {
  readonly bytes: Uint8Array;
  /** Large files lie at a CDN and have a published SHA-256; small ones come from the hub itself. */
  readonly isLarge?: boolean;
}

export interface SeenHubRequest {
  readonly at: "hub" | "cdn";
  readonly path: string;
  readonly range: string | null;
  readonly authorization: string | null;
}

export interface HubServer {
  /** `http://127.0.0.1:<port>`: stands for https://huggingface.co. */
  readonly origin: string;
  /** `127.0.0.1:<port>` of the host with the bytes. */
  readonly cdnHost: string;
  readonly requests: readonly SeenHubRequest[];
  /** Resolves when bytes are asked for the next time. */
  readonly nextBytes: () => Promise<void>;
  /** Adds or replaces a repository `owner/name`; a new commit each time. Needing an account it answers 401 to those without `token`. */
  readonly put: (
    repository: string,
    files: Readonly<Record<string, HubRepositoryFile>>,
    more?: { readonly card?: Readonly<Record<string, unknown>>; readonly token?: string },
  ) => void;
  readonly fault: (...faults: readonly HubFault[]) => void;
  readonly faultListing: (...faults: readonly HubListingFault[]) => void;
  readonly faultResolve: (...faults: readonly HubListingFault[]) => void;
  /** Bytes a second of each answer; null: as fast as it goes. */
  readonly slow: (bytesPerSecond: number | null) => void;
  readonly close: () => Promise<void>;
}

interface Repository {
  readonly commit: string;
  readonly files: Readonly<Record<string, HubRepositoryFile>>;
  readonly card: Readonly<Record<string, unknown>>;
  readonly token: string | null;
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
/** Git's name of a file's content. */
const blobId = (bytes: Uint8Array): string => createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
const isLarge = ({ bytes, isLarge: stated }: HubRepositoryFile): boolean => stated ?? bytes.length > 10_000;

/** `ModelInfo` as `GET /api/models/…?blobs=true` answers it. */
const listing = (name: string, { card, commit, files }: Repository): object => ({
  _id: "6566c0d7a1b2c3d4e5f60718",
  id: name,
  modelId: name,
  sha: commit,
  private: false,
  gated: false,
  disabled: false,
  downloads: 12,
  likes: 1,
  tags: ["gguf", "license:apache-2.0"],
  cardData: card,
  siblings: Object.entries(files).map(([rfilename, file]) => ({
    rfilename,
    size: file.bytes.length,
    blobId: blobId(file.bytes),
    ...(isLarge(file) ? { lfs: { sha256: sha256(file.bytes), size: file.bytes.length, pointerSize: 134 } } : {}),
  })),
});

const rangeOf = (header: string | undefined, size: number): { readonly start: number; readonly end: number } | "bad" | null => {
  const found = /^bytes=(\d+)-(\d*)$/.exec(header ?? "");
  if (found === null) return null;
  const start = Number(found[1]);
  const end = found[2] === "" ? size - 1 : Math.min(Number(found[2]), size - 1);
  return start >= size || start > end ? "bad" : { start, end };
};

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });

/** Sends bytes in pieces, so that a reader sees them come. */
const drip = async (response: ServerResponse, bytes: Uint8Array, bytesPerSecond: number | null): Promise<void> => {
  const piece = bytesPerSecond === null ? 65_536 : Math.max(1, Math.min(65_536, Math.round(bytesPerSecond / 20)));
  for (let at = 0; at < bytes.length && !response.destroyed; at += piece) {
    const isTaken = response.write(bytes.subarray(at, at + piece));
    if (!isTaken && !response.destroyed) await drained(response);
    if (bytesPerSecond !== null) await sleep((piece / bytesPerSecond) * 1000);
  }
};

const sendFile = async (
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, etag, fault, bytesPerSecond }: { bytes: Uint8Array; etag: string; fault: HubFault; bytesPerSecond: number | null },
): Promise<void> => {
  if (fault.type === "hang-up") return void request.socket.destroy();
  if (fault.type === "status") return void response.writeHead(fault.status, fault.headers).end("no");
  if (fault.type === "web-page")
    return void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<!doctype html><title>Please sign in</title>");
  const headers = { etag, "accept-ranges": "bytes", "content-type": "application/octet-stream" };
  if (fault.type === "endless") {
    response.writeHead(200, headers);
    while (!response.destroyed) await drip(response, bytes, bytesPerSecond);
    return;
  }
  if (fault.type === "packed") return void response.writeHead(200, { ...headers, "content-encoding": "gzip" }).end(bytes);
  const ifRange = request.headers["if-range"];
  const isSame = ifRange === undefined || ifRange === etag;
  const asked = fault.type === "no-ranges" || !isSame ? null : rangeOf(request.headers.range, bytes.length);
  if (asked === "bad") return void response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
  const range = asked ?? { start: 0, end: bytes.length - 1 };
  const sent = Buffer.from(bytes.subarray(range.start, range.end + 1));
  if (fault.type === "wrong-byte" && fault.at >= range.start && fault.at <= range.end) {
    const at = fault.at - range.start;
    sent[at] = (sent[at] ?? 0) ^ 1;
  }
  const shown = fault.type === "wrong-range" ? Math.max(0, range.start - 1) : range.start;
  response.writeHead(asked === null ? 200 : 206, {
    ...headers,
    "content-length": String(sent.length),
    ...(asked === null ? {} : { "content-range": `bytes ${shown}-${range.end}/${bytes.length}` }),
  });
  if (fault.type === "cut" || fault.type === "stall") {
    await drip(response, sent.subarray(0, fault.afterBytes), bytesPerSecond);
    if (fault.type === "stall") return;
    // What was written is to arrive before the connection breaks.
    await sleep(20);
    return void request.socket.destroy();
  }
  await drip(response, sent, bytesPerSecond);
  response.end();
};

const listen = async (answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const server = createServer((request, response) => {
    response.on("error", () => {});
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
};

/**
 * A hub on free loopback ports that speaks as Hugging Face does: `/api/models/{owner}/{name}/revision/{revision}?blobs=true` lists, and
 * `/{owner}/{name}/resolve/{revision}/{path}` gives small files itself and redirects to a second host, by a signed address, for large ones. To be closed.
 */
export const startHubServer = async (): Promise<HubServer> => {
  const repositories = new Map<string, Repository>();
  const requests: SeenHubRequest[] = [];
  const signed = new Map<string, Uint8Array>();
  let faults: HubFault[] = [];
  let listingFaults: HubListingFault[] = [];
  let resolveFaults: HubListingFault[] = [];
  let bytesPerSecond: number | null = null;
  let waiting: (() => void)[] = [];

  const see = (at: SeenHubRequest["at"], request: IncomingMessage) =>
    requests.push({
      at,
      path: request.url ?? "",
      range: request.headers.range ?? null,
      authorization: request.headers.authorization ?? null,
    });

  const play = (fault: HubListingFault | undefined, request: IncomingMessage, response: ServerResponse): boolean => {
    if (fault === undefined || fault.type === "none") return false;
    if (fault.type === "hang-up") request.socket.destroy();
    else if (fault.type === "redirect") response.writeHead(302, { location: fault.location }).end();
    else if (fault.type === "not-json") response.writeHead(200, { "content-type": "application/json" }).end("{ this is not");
    else response.writeHead(fault.status, fault.headers).end("no");
    return true;
  };

  const cdn = await listen(async (request, response) => {
    see("cdn", request);
    for (const wake of waiting) wake();
    waiting = [];
    const bytes = signed.get(request.url ?? "");
    if (bytes === undefined) return void response.writeHead(403).end("the address has expired");
    await sendFile(request, response, {
      bytes,
      etag: `"${sha256(bytes).slice(0, 32)}-1"`,
      fault: faults.shift() ?? { type: "none" },
      bytesPerSecond,
    });
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    see("hub", request);
    const url = new URL(request.url ?? "/", "http://hub");
    const parts = url.pathname.split("/").slice(1).map(decodeURIComponent);
    const isApi = parts[0] === "api";
    const [owner, name, verb, revision, ...path] = isApi ? parts.slice(2) : parts;
    const repository = repositories.get(`${owner}/${name}`);
    if (play(isApi ? listingFaults.shift() : resolveFaults.shift(), request, response)) return;
    // Without an account, what does not exist looks like what is not shown.
    const isShown =
      repository !== undefined && (repository.token === null || request.headers.authorization === `Bearer ${repository.token}`);
    if (!isShown)
      return void response.writeHead(401, { "content-type": "application/json" }).end('{"error":"Invalid username or password."}');
    if (revision !== undefined && revision !== "main" && revision !== repository.commit)
      return void response.writeHead(404, { "x-error-code": "RevisionNotFound" }).end('{"error":"Invalid rev id"}');
    if (isApi)
      return void response
        .writeHead(200, { "content-type": "application/json; charset=utf-8" })
        .end(JSON.stringify(listing(`${owner}/${name}`, repository)));
    const file = verb === "resolve" ? repository.files[path.join("/")] : undefined;
    if (file === undefined) return void response.writeHead(404, { "x-error-code": "EntryNotFound" }).end("Entry not found");
    response.setHeader("x-repo-commit", repository.commit);
    if (!isLarge(file))
      return sendFile(request, response, {
        bytes: file.bytes,
        etag: `"${blobId(file.bytes)}"`,
        fault: { type: "none" },
        bytesPerSecond: null,
      });
    const address = `/repos/${repository.commit.slice(0, 2)}/${sha256(file.bytes)}?X-Signature=${randomUUID()}`;
    signed.set(address, file.bytes);
    response
      .writeHead(302, {
        location: `http://${cdn.host}${address}`,
        "x-linked-size": String(file.bytes.length),
        "x-linked-etag": `"${sha256(file.bytes)}"`,
        "accept-ranges": "bytes",
      })
      .end("Found. Redirecting");
  };
  const hub = await listen(answer);

  return {
    origin: `http://${hub.host}`,
    cdnHost: cdn.host,
    requests,
    nextBytes: () => new Promise((resolve) => void waiting.push(resolve)),
    put: (repository, files, { card = { license: "apache-2.0", language: ["en"] }, token } = {}) =>
      void repositories.set(repository, {
        commit: createHash("sha1").update(randomUUID()).digest("hex"),
        files,
        card,
        token: token ?? null,
      }),
    fault: (...next) => {
      faults = [...next];
    },
    faultListing: (...next) => {
      listingFaults = [...next];
    },
    faultResolve: (...next) => {
      resolveFaults = [...next];
    },
    slow: (next) => {
      bytesPerSecond = next;
    },
    close: async () => {
      for (const { server } of [hub, cdn]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
};
