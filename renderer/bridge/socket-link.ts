import type { ClientContext, ClientLink } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import { retryDelayMs, type ConnectionStore } from "./connection.ts";

/** A call made while the line is down waits this long for it to come back before it fails as ConnectionLost. */
const patienceMs = 10_000;
/** The host closes a connection with this code when its session ended. */
const signedOutCode = 4401;

export interface SocketLink {
  readonly link: ClientLink<ClientContext>;
  readonly connect: () => void;
  readonly close: () => void;
}

interface Line {
  readonly socket: WebSocket;
  readonly link: RPCLink<ClientContext>;
}

/** An oRPC link over WebSocket that comes back by itself. `isSignedIn` is asked when a connection is refused before it opened. */
export const createSocketLink = (url: string, connection: ConnectionStore, isSignedIn: () => Promise<boolean>): SocketLink => {
  const waiting = new Set<(line: Line | null) => void>();
  let line: Line | null = null;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = true;

  const settleWaiting = (result: Line | null) => {
    for (const settle of waiting) settle(result);
    waiting.clear();
  };

  const retryLater = async (closeCode: number) => {
    if (closed) return;
    if ((failures > 0 || closeCode === signedOutCode) && !(await isSignedIn())) {
      closed = true;
      connection.setState({ type: "signed-out" }, true);
      return settleWaiting(null);
    }
    const delayMs = retryDelayMs(failures, Math.random());
    failures += 1;
    connection.setState({ type: "lost", retryAtMs: Date.now() + delayMs }, true);
    timer = setTimeout(open, delayMs);
  };

  const open = () => {
    if (closed || line !== null) return;
    clearTimeout(timer);
    const socket = new WebSocket(url);
    const opened: Line = { socket, link: new RPCLink<ClientContext>({ websocket: socket }) };
    line = opened;
    socket.addEventListener("open", () => {
      failures = 0;
      connection.setState({ type: "open" }, true);
      settleWaiting(opened);
    });
    socket.addEventListener("close", (event) => {
      if (line !== opened) return;
      line = null;
      void retryLater(event.code);
    });
  };

  const ready = (): Promise<Line | null> => {
    if (line?.socket.readyState === WebSocket.OPEN) return Promise.resolve(line);
    if (closed) return Promise.resolve(null);
    return new Promise((resolve) => {
      const settle = (result: Line | null) => {
        clearTimeout(limit);
        waiting.delete(settle);
        resolve(result);
      };
      const limit = setTimeout(() => settle(null), patienceMs);
      waiting.add(settle);
    });
  };

  const retryNow = () => {
    if (connection.getState().type === "lost") open();
  };

  return {
    link: {
      call: async (path, input, options) => {
        const present = await ready();
        if (present === null) throw new Error("connection lost");
        return present.link.call(path, input, options);
      },
    },
    connect: () => {
      closed = false;
      failures = 0;
      connection.setState({ type: "connecting" }, true);
      window.addEventListener("online", retryNow);
      document.addEventListener("visibilitychange", retryNow);
      open();
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      window.removeEventListener("online", retryNow);
      document.removeEventListener("visibilitychange", retryNow);
      const open = line;
      line = null;
      open?.socket.close();
      settleWaiting(null);
    },
  };
};
