import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { implement } from "@orpc/server";
import { expect, it } from "vitest";
import WebSocket from "ws";
import { silentLog } from "#core/base";
import { contract } from "#core/contract";
import type { Caller } from "./authenticate.ts";
import { createRpc } from "./rpc.ts";

const pieceCount = 80;
const base64 = Buffer.alloc(1024 * 1024, 7).toString("base64");
/** What the buffers of two sockets on one machine take before a reader that stands still is felt; Linux lets each grow to a few megabytes. */
const mostAhead = 24;

it("makes no more of an export than its reader takes, and all of it once the reader goes on", async () => {
  let made = 0;
  const os = implement(contract);
  const router = os.router({
    transfer: os.transfer.router({
      exportAll: os.transfer.exportAll.handler(async function* () {
        for (; made < pieceCount; made += 1) yield { type: "export-piece", base64, doneCount: made } as const;
        yield { type: "export-end" } as const;
      }),
    } as never),
  } as never);
  const rpc = createRpc(router, { log: silentLog, report: () => "none" });
  const server = createServer().listen(0, "127.0.0.1");
  server.on("upgrade", (request, socket, head) => rpc.accept(request, socket, head, { ended: new AbortController().signal } as Caller));
  await once(server, "listening");
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/api/rpc`);
  await once(socket, "open");
  const client: ContractRouterClient<typeof contract> = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  );

  const pieces = await client.transfer.exportAll();
  await pieces.next();
  socket.pause();
  let before = -1;
  await expect
    .poll(
      () => {
        const stood = made === before;
        before = made;
        return stood;
      },
      { interval: 200 },
    )
    .toBe(true);
  expect(made).toBeLessThan(mostAhead);

  socket.resume();
  let heard = 1;
  for await (const event of pieces) if (event.type === "export-piece") heard += 1;
  expect(heard).toBe(pieceCount);
  socket.terminate();
  rpc.close();
  server.close();
});
