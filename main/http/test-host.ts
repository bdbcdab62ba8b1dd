import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { mkdirSync, writeFileSync } from "node:fs";
import { implement } from "@orpc/server";
import type { Log } from "#core/base";
import { contract, unwrap } from "#core/contract";
import { defaultSettings } from "#core/settings/schema";
import { createFakeClock, createTestFolder } from "#core/testing";
import { createHttpHost, type HttpLimits } from "./index.ts";

/** What a request brought back, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: () => Record<string, unknown>;
}

export interface Ask {
  readonly method?: string | undefined;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Buffer | undefined;
}

/** A request with exactly these headers: unlike `fetch`, `Host` and `Origin` can be forged. */
const ask = (port: number, { method = "GET", path, headers = {}, body }: Ask): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: "127.0.0.1", port, method, path, agent: false, headers: { ...headers } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(parts).toString("utf8");
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: () => JSON.parse(text) as Record<string, unknown>,
        });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });

export const passphrase = "correct horse battery";

/** A few operations of the contract with behaviour a test can watch. */
const createSmallRouter = () => {
  const os = implement(contract);
  const streams = { opened: 0, ended: 0, onEnd: () => {} };
  const uploads: { name: string; size: number; text: string }[] = [];
  const router = os.router({
    settings: os.settings.router({
      get: os.settings.get.handler(() => defaultSettings),
      update: os.settings.update.handler(({ input }) => ({ ...defaultSettings, ...input })),
      watch: os.settings.watch.handler(async function* ({ signal }) {
        streams.opened += 1;
        try {
          yield defaultSettings;
          await new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true }));
        } finally {
          streams.ended += 1;
          streams.onEnd();
        }
      }),
    }),
    library: {
      upload: os.library.upload.handler(async ({ input }) => {
        uploads.push({ name: input.name, size: input.file.size, text: await input.file.slice(0, 100).text() });
        return { path: input.name, batchPath: input.batch };
      }),
      passage: os.library.passage.handler(({ input }) => unwrap({ ok: false, error: { type: "ChunkNotFound", chunkId: input.chunkId } })),
      status: os.library.status.handler(() => {
        throw new Error("broken inside /secret/place");
      }),
    },
  } as never);
  return { router, streams, uploads };
};

/** The vault without its slow key derivation, which would cost each test half a second; the contract suite opens the real one. */
const createQuickVault = () => {
  let secret: string | null = null;
  let open = false;
  return {
    exists: () => secret !== null,
    create: async (chosen: string) => {
      secret = chosen;
      open = true;
    },
    unlock: async (given: string) => {
      if (given === secret) open = true;
      return given === secret;
    },
    status: () => (open ? "open" : "locked"),
  };
};

export interface TestHostOptions {
  readonly limits?: Partial<HttpLimits> | undefined;
  readonly allowedHosts?: readonly string[] | undefined;
}

/** A real host on a free port of 127.0.0.1 with a real vault, a page to serve and a clock that stands still. */
export const startTestHost = async ({ limits, allowedHosts }: TestHostOptions = {}) => {
  const folder = createTestFolder();
  const rendererDir = join(folder.path, "renderer");
  mkdirSync(join(rendererDir, "assets"), { recursive: true });
  writeFileSync(join(rendererDir, "index.html"), "<!doctype html><html><head><title>Olympus</title></head></html>");
  writeFileSync(join(rendererDir, "assets", "app-1a2b.js"), "export {};");
  writeFileSync(join(folder.path, "private.txt"), "must not be served");

  const clock = createFakeClock();
  const lines: { level: string; message: string; fields: Record<string, unknown> | undefined }[] = [];
  const write = (level: string) => (message: string, fields?: Record<string, unknown>) => void lines.push({ level, message, fields });
  const log: Log = { info: write("info"), warn: write("warn"), error: write("error") };
  const dataDir = join(folder.path, "data");
  const vault = createQuickVault();
  const { router, streams, uploads } = createSmallRouter();
  const host = createHttpHost({
    olympus: { router },
    vault,
    dataDir,
    rendererDir,
    version: "0.0.1",
    port: 0,
    host: "127.0.0.1",
    clock,
    log,
    limits,
    allowedHosts,
  });
  await host.start();
  const port = Number(new URL(host.url()).port);
  const origin = `http://127.0.0.1:${port}`;

  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    ask(port, { method: "POST", path, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });

  /** Sets the passphrase the first time, signs in afterwards. */
  const signIn = async () => {
    const code = host.setupCode()?.text;
    const answer = code === undefined ? await post("/auth/login", { passphrase }) : await post("/auth/setup", { passphrase, code });
    const [cookie = ""] = String(answer.headers["set-cookie"]).split(";");
    return { answer, cookie, csrf: String(answer.json()["csrfToken"]) };
  };

  return {
    host,
    port,
    origin,
    dataDir,
    clock,
    lines,
    streams,
    uploads,
    vault,
    ask: (request: Ask) => ask(port, request),
    post,
    signIn,
    cleanup: async () => {
      await host.close(200);
      folder.cleanup();
    },
  };
};

export type TestHost = Awaited<ReturnType<typeof startTestHost>>;
