import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface TrapServer {
  /** `http://127.0.0.1:<port>`, without a path. */
  readonly origin: string;
  /** What arrived, in order: the address that was meant, decoded, and the body. */
  readonly requests: readonly string[];
  /** How many connections were opened, those without a request included. */
  readonly connectionCount: () => number;
  /** Sends something really, as if to the address that is named. */
  readonly send: (what: string, body: Uint8Array | null) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A real HTTP server on a free loopback port that stands for the whole internet and must not be reached. It answers "thank you". To be closed. */
export const startTrapServer = async (): Promise<TrapServer> => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const meant = request.headers["x-meant-for"];
      const body = Buffer.concat(parts).toString();
      requests.push(
        `${typeof meant === "string" ? decodeURIComponent(meant) : `${request.method} ${request.url}`}${body === "" ? "" : ` ${body}`}`,
      );
      response.end("thank you");
    });
  });
  let connections = 0;
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    requests,
    connectionCount: () => connections,
    send: async (what, body) => {
      const headers = { "x-meant-for": encodeURIComponent(what) };
      await fetch(origin, { method: "POST", headers, ...(body === null ? {} : { body: Buffer.from(body) }) });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
