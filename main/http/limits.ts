import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { addressKey } from "./lock-out.ts";

export interface HttpLimits {
  /** Requests an address may make in ten seconds. Opening the interface makes about 60. */
  readonly requestsPerTenSeconds: number;
  readonly connections: number;
  /** Browsers open at most 6 to one host, plus a WebSocket for each tab. */
  readonly connectionsPerAddress: number;
  readonly headerBytes: number;
  /** The headers must be whole within this time (slow-loris). */
  readonly headersTimeoutMs: number;
  /** The whole request must be; an upload of 500 MB at 1 MB/s just fits. JSON bodies have a shorter time of their own. */
  readonly requestTimeoutMs: number;
  /** A JSON body must be whole within this time after its headers. */
  readonly bodyTimeoutMs: number;
  /** An upload may be silent for so long. */
  readonly uploadIdleMs: number;
  readonly keepAliveTimeoutMs: number;
  /** How often the two times above are looked at. */
  readonly checkIntervalMs: number;
}

export const defaultLimits: HttpLimits = {
  requestsPerTenSeconds: 600,
  connections: 256,
  connectionsPerAddress: 64,
  headerBytes: 16 * 1024,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 10 * 60_000,
  bodyTimeoutMs: 15_000,
  uploadIdleMs: 20_000,
  keepAliveTimeoutMs: 30_000,
  checkIntervalMs: 5000,
};

/** A server that gives nobody more header, time or idle connection than the limits say. */
export const createLimitedServer = (limits: HttpLimits): Server => {
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: limits.checkIntervalMs,
  });
  // The guard counts header lines itself: Node would drop those beyond a limit, and with them perhaps `Origin`.
  server.maxHeadersCount = 0;
  return server;
};

/** Ends connections above the caps, before a byte of them is read. */
export const limitConnections = (server: Server, limits: HttpLimits): { readonly count: () => number } => {
  const byAddress = new Map<string, number>();
  let total = 0;
  server.maxConnections = limits.connections;
  server.on("connection", (socket: Socket) => {
    const address = addressKey(socket.remoteAddress);
    const open = (byAddress.get(address) ?? 0) + 1;
    byAddress.set(address, open);
    total += 1;
    socket.once("close", () => {
      total -= 1;
      const left = (byAddress.get(address) ?? 1) - 1;
      if (left <= 0) byAddress.delete(address);
      else byAddress.set(address, left);
    });
    if (open > limits.connectionsPerAddress) socket.destroy();
  });
  return { count: () => total };
};

/** Answers how long an address has to wait, 0 when it may go on. */
export const createRequestLimiter = (limits: HttpLimits) => {
  const limiter = new RateLimiterMemory({ points: limits.requestsPerTenSeconds, duration: 10 });
  return async (address: string | undefined): Promise<number> => {
    try {
      await limiter.consume(addressKey(address));
      return 0;
    } catch (cause) {
      if (cause instanceof RateLimiterRes) return Math.max(1, cause.msBeforeNext);
      throw cause;
    }
  };
};
