import type { ClientContext, ClientLink } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ConnectionStore } from "./connection.ts";

/** An oRPC link over the one port that the preload hands to this window. Calls made before it arrives wait for it. */
export const createPortLink = (connection: ConnectionStore): ClientLink<ClientContext> => {
  const arrived = new Promise<RPCLink<ClientContext>>((resolve) => {
    const receive = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== "olympus-port" || port === undefined) return;
      window.removeEventListener("message", receive);
      port.start();
      connection.setState({ type: "open" }, true);
      resolve(new RPCLink<ClientContext>({ port }));
    };
    window.addEventListener("message", receive);
  });
  return { call: async (path, input, options) => (await arrived).call(path, input, options) };
};
