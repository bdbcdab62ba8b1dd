import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type * as vitest from "vitest";
import type { HubHttp } from "#core/hub";

/** What the hub relies on in its way to the network. `createNetwork` makes one whose names lead where `names` says. The test runner is given, as browsers' tests load this folder too. */
export const hubHttpConformance = (
  { afterEach, describe, expect, it }: Pick<typeof vitest, "afterEach" | "describe" | "expect" | "it">,
  name: string,
  createNetwork: (names: Readonly<Record<string, readonly string[]>>) => HubHttp,
): unknown =>
  describe(`hub network: ${name}`, () => {
    const servers: Server[] = [];
    afterEach(() => {
      for (const server of servers.splice(0)) {
        server.closeAllConnections();
        server.close();
      }
    });
    const serve = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
      let connections = 0;
      const server = createServer(answer);
      server.on("connection", () => (connections += 1));
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return { port: (server.address() as AddressInfo).port, connections: () => connections };
    };
    const never = new AbortController().signal;
    const open = (
      url: string,
      options: { names?: Record<string, string[]>; refusalOf?: (address: string) => string | null; signal?: AbortSignal } = {},
    ) =>
      createNetwork(options.names ?? {}).open(
        { url: new URL(url), headers: { range: "bytes=5-", authorization: "Bearer x" }, refusalOf: options.refusalOf ?? (() => null) },
        options.signal ?? never,
      );
    const textOf = async (opened: Awaited<ReturnType<HubHttp["open"]>>) => {
      if (!opened.ok) throw new Error(JSON.stringify(opened.error));
      const parts: Uint8Array[] = [];
      for await (const part of opened.value.body) parts.push(part);
      return Buffer.concat(parts).toString();
    };

    it("asks with the given headers and nothing that identifies the person, and gives status, headers and body", async () => {
      const seen: IncomingMessage["headers"][] = [];
      const { port } = await serve((request, response) => {
        seen.push(request.headers);
        response.writeHead(206, { etag: '"x"', "x-linked-size": "9" }).end("bytes");
      });
      const opened = await open(`http://127.0.0.1:${port}/a?b=c`);
      if (!opened.ok) throw new Error("not opened");
      expect([
        opened.value.status,
        opened.value.header("etag"),
        opened.value.header("x-linked-size"),
        opened.value.header("nothing"),
      ]).toEqual([206, '"x"', "9", null]);
      expect(await textOf(opened)).toBe("bytes");
      expect(seen[0]).toMatchObject({ host: `127.0.0.1:${port}`, range: "bytes=5-", authorization: "Bearer x" });
      expect(seen[0]?.cookie ?? seen[0]?.referer).toBe(undefined);
    });

    it("follows nothing and unpacks nothing", async () => {
      const { port, connections } = await serve((request, response) => {
        if (request.url === "/move") response.writeHead(302, { location: "/again" }).end();
        else response.writeHead(200, { "content-encoding": "gzip" }).end("not really");
      });
      const moved = await open(`http://127.0.0.1:${port}/move`);
      expect(moved.ok && [moved.value.status, moved.value.header("location"), connections()]).toEqual([302, "/again", 1]);
      expect(await textOf(await open(`http://127.0.0.1:${port}/packed`))).toBe("not really");
    });

    it("connects to no name of which one address is refused", async () => {
      const { port, connections } = await serve((_, response) => response.end("reached"));
      const refusalOf = (address: string) => (address === "127.0.0.1" ? "private" : null);
      for (const names of [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"]])
        expect(await open(`http://model.example:${port}/`, { names: { "model.example": names }, refusalOf })).toEqual({
          ok: false,
          error: { isRefused: true, reason: "private" },
        });
      expect(connections()).toBe(0);
      expect(await open("http://nowhere.example/", { names: { "nowhere.example": [] } })).toMatchObject({
        ok: false,
        error: { isRefused: false },
      });
    });

    it("a body that breaks off rejects; one that nobody reads is let go", async () => {
      const { port } = await serve((_, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write("x", () => setImmediate(() => response.destroy()));
      });
      await expect(open(`http://127.0.0.1:${port}/`).then(textOf)).rejects.toThrow();
      const closed = Promise.withResolvers<void>();
      const endless = await serve((_, response) => {
        response.on("close", () => closed.resolve());
        response.write("x");
      });
      const opened = await open(`http://127.0.0.1:${endless.port}/`);
      if (opened.ok) opened.value.close();
      await closed.promise;
    });

    it("ends when nobody waits any more: before the answer and within the body", async () => {
      const { port } = await serve((request, response) => {
        if (request.url === "/body") response.write("x");
      });
      const before = new AbortController();
      const waiting = open(`http://127.0.0.1:${port}/silent`, { signal: before.signal });
      before.abort();
      expect(await waiting).toEqual({ ok: false, error: { type: "Aborted", by: "user" } });
      expect(await open(`http://127.0.0.1:${port}/silent`, { signal: before.signal })).toMatchObject({ ok: false });
      const within = new AbortController();
      const reading = open(`http://127.0.0.1:${port}/body`, { signal: within.signal }).then(textOf);
      setImmediate(() => within.abort());
      await expect(reading).rejects.toThrow();
    });

    it("a host that is not there is a failure, not a crash", async () => {
      expect(await open("http://127.0.0.1:9/")).toMatchObject({ ok: false, error: { isRefused: false } });
    });
  });
