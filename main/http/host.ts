import type { IncomingMessage, ServerResponse } from "node:http";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import type { AnyRouter } from "@orpc/server";
import type { ClockDep, LogDep } from "#core/base";
import type { LocalApi } from "#core/host";
import { createDefectReporter } from "../logging/index.ts";
import { createAuthenticator } from "./authenticate.ts";
import { createAuthRoutes, type PassphraseVault } from "./auth-routes.ts";
import { createLockOut } from "./lock-out.ts";
import { createLimitedServer, createRequestLimiter, defaultLimits, limitConnections, type HttpLimits } from "./limits.ts";
import { createMetrics } from "./metrics.ts";
import { createOpenAiRoutes, openAiPrefix } from "./openai/routes.ts";
import { createOriginGuard } from "./origin-guard.ts";
import { createPages } from "./pages.ts";
import { refuse, refuseUpgrade, sendJson, type Refusal } from "./refusal.ts";
import { createRest, restPrefix } from "./rest.ts";
import { createRpc, rpcPath } from "./rpc.ts";
import { setSecurityHeaders } from "./security-headers.ts";
import { createSessions } from "./sessions.ts";
import { createSetupCode, type SetupCode } from "./setup-code.ts";
import { createStaticFiles } from "./static-files.ts";
import { openTokens } from "./tokens.ts";

export interface HttpHostOptions extends ClockDep, LogDep {
  /** Implements the contract with an empty context. */
  readonly olympus: { readonly router: AnyRouter; readonly localApi?: LocalApi | undefined };
  readonly vault: PassphraseVault;
  /** Tokens, the set-up code and unfinished uploads lie in `http/` below it. */
  readonly dataDir: string;
  /** Holds `index.html` of the built interface; a host without one still serves the API. */
  readonly rendererDir: string;
  readonly version: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly host: string;
  /** Names a reverse proxy in front of this host is called by, besides the machine's own addresses. */
  readonly allowedHosts?: readonly string[] | undefined;
  readonly limits?: Partial<HttpLimits> | undefined;
}

export interface HttpHost {
  /** Rejects when the port cannot be had (the vendor's error, with `code`). */
  readonly start: () => Promise<void>;
  /** Where a person opens it. Only after `start`. */
  readonly url: () => string;
  /** Must be given with the first passphrase; null once one is set. */
  readonly setupCode: () => { readonly text: string; readonly path: string } | null;
  /** A bearer token that ends with this process, for the command line of the same user. */
  readonly createProcessToken: () => string;
  /** Stops listening, lets answers under way finish for at most `graceMs`, then cuts the rest off. */
  readonly close: (graceMs?: number) => Promise<void>;
}

type Area = "auth" | "openai" | "rest" | "pages" | "health" | "metrics" | "static";

const areaOf = (path: string): Area => {
  if (path.startsWith("/auth/")) return "auth";
  if (path.startsWith(`${openAiPrefix}/`)) return "openai";
  if (path.startsWith(`${restPrefix}/`)) return "rest";
  if (path === "/health") return "health";
  if (path === "/metrics") return "metrics";
  return path === "/api" || path.startsWith("/api/") ? "pages" : "static";
};

/** The web host: interface, API and sign-in on one port. Every request passes the same doors: origin guard, rate, then who is asking. */
export const createHttpHost = (options: HttpHostOptions): HttpHost => {
  const { clock, dataDir, log, olympus, vault, version } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const folder = join(dataDir, "http");
  const codePath = join(folder, "setup-code");
  const uploadDir = join(folder, "incoming");
  const report = createDefectReporter(log);

  const sessions = createSessions({ clock });
  const tokens = openTokens({ path: join(folder, "tokens.json"), clock, log });
  const authenticator = createAuthenticator({ sessions, tokens });
  const guard = createOriginGuard({ boundHost: options.host, extraNames: options.allowedHosts ?? [] });
  const limiter = createRequestLimiter(limits);
  const rest = createRest(olympus.router, { limits, report, uploadDir });
  const rpc = createRpc(olympus.router, { log, report });
  const serveStatic = createStaticFiles(options.rendererDir);
  const servePage = createPages(version);
  const serveOpenAi = olympus.localApi === undefined ? null : createOpenAiRoutes({ api: olympus.localApi, clock, limits });

  let code: SetupCode | null = null;
  const auth = createAuthRoutes({
    bodyTimeoutMs: limits.bodyTimeoutMs,
    authenticator,
    lockOut: createLockOut({ clock }),
    log,
    sessions,
    setupCode: () => code,
    tokens,
    vault,
  });

  const server = createLimitedServer(limits);
  const connections = limitConnections(server, limits);
  const metrics = createMetrics({ connections: connections.count, webSockets: rpc.connectionCount, sessions: sessions.count });

  const open = new Set<ServerResponse>();
  /** Event streams end only when somebody leaves: waiting for them is no use. */
  const endStreams = (): void => {
    for (const response of open) if (response.getHeader("content-type") === "text/event-stream") response.destroy();
  };

  const port = (): number => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : options.port;
  };

  const refusalOf = async (request: IncomingMessage): Promise<Refusal | null> => {
    const refused = guard.check(request, port());
    if (refused !== null) return refused;
    const retryAfterMs = await limiter(request.socket.remoteAddress);
    return retryAfterMs > 0 ? { status: 429, type: "TooManyRequests", retryAfterMs } : null;
  };

  const serveMetrics = async (response: ServerResponse): Promise<void> => {
    const { contentType, text } = await metrics.render();
    response.writeHead(200, { "content-type": contentType, "cache-control": "no-store" }).end(text);
  };

  const route = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const area = areaOf(path);
    if (area === "health") return sendJson(response, 200, { status: "ok" });
    if (area === "auth") return auth(request, response, path, port());
    if (area === "openai") return serveOpenAi === null ? sendJson(response, 404, { type: "NotFound" }) : serveOpenAi(request, response);
    if (area === "static") return serveStatic(request, response);
    if (area === "pages") return servePage(request, response, path);
    const admitted = authenticator.admit(request, port());
    if ("refusal" in admitted) return refuse(request, response, admitted.refusal);
    // Signing out or revoking a token also ends the streams it had open.
    const cut = () => response.destroy();
    admitted.caller.ended.addEventListener("abort", cut, { once: true });
    open.add(response);
    response.once("close", () => {
      open.delete(response);
      admitted.caller.ended.removeEventListener("abort", cut);
    });
    return area === "metrics" ? serveMetrics(response) : rest(request, response);
  };

  server.on("request", (request, response) => {
    const startedAtMs = performance.now();
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    setSecurityHeaders(response);
    response.once("close", () => metrics.count(request.method ?? "", areaOf(path), response.statusCode, performance.now() - startedAtMs));
    refusalOf(request)
      .then((refused) => (refused === null ? route(request, response, path) : refuse(request, response, refused)))
      .catch((cause: unknown) => {
        if (request.destroyed && response.destroyed) return;
        refuse(request, response, {
          status: 500,
          type: "Defect",
          reference: report(cause, { area: areaOf(path), method: request.method }),
        });
      });
  });

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const refused = await refusalOf(request);
    if (refused !== null) return refuseUpgrade(socket, refused);
    if ((request.url ?? "").split("?", 1)[0] !== rpcPath) return refuseUpgrade(socket, { status: 404, type: "NotFound" });
    const caller = authenticator.identify(request, port());
    if (caller === null) return refuseUpgrade(socket, { status: 401, type: "SignInNeeded" });
    // A cookie travels by itself, so the page must show by its Origin that it is ours; browsers always send one with a WebSocket.
    if (caller.kind === "session" && request.headers.origin === undefined)
      return refuseUpgrade(socket, { status: 403, type: "OriginRefused" });
    rpc.accept(request, socket, head, caller);
  };

  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    upgrade(request, socket, head).catch((cause: unknown) => {
      refuseUpgrade(socket, { status: 500, type: "Defect", reference: report(cause, { area: "upgrade" }) });
    });
  });

  return {
    start: async () => {
      // Whatever lies there was left by a process that was killed.
      rmSync(uploadDir, { recursive: true, force: true });
      if (!vault.exists()) code = createSetupCode(codePath);
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen({ port: options.port, host: options.host }, () => {
          server.off("error", reject);
          resolve();
        });
      });
      server.on("error", (cause) => log.error("HTTP server", { reason: cause.message }));
      olympus.localApi?.listening(`http://127.0.0.1:${port()}${openAiPrefix}`);
    },
    url: () => {
      const shown = options.host === "0.0.0.0" || options.host === "::" ? "127.0.0.1" : options.host;
      return `http://${shown.includes(":") ? `[${shown}]` : shown}:${port()}`;
    },
    setupCode: () => (code === null || vault.exists() ? null : { text: code.text, path: codePath }),
    createProcessToken: tokens.createForProcess,
    close: async (graceMs = 3000) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      rpc.close();
      sessions.endAll();
      endStreams();
      server.closeIdleConnections();
      const cut = setTimeout(() => {
        rpc.terminate();
        server.closeAllConnections();
      }, graceMs);
      await closed;
      clearTimeout(cut);
      code?.spend();
    },
  };
};
