import { request } from "node:http";
import { err, ok } from "#core/base/schema";
import type { HubHttp, HubResponse } from "#core/hub";

/**
 * The hub's way to the network for tests of core: plain http to loopback only. Names lead where `names` says, and nowhere otherwise.
 * The same suite runs over this one and over the one that ships.
 */
export const createLoopbackHubHttp = (names: Readonly<Record<string, readonly string[]>> = {}): HubHttp => ({
  open: async ({ headers, refusalOf, url }, signal) => {
    const aborted = err({ type: "Aborted", by: "user" });
    const failed = (reason: string, isRefused = false) => err({ isRefused, reason });
    if (signal.aborted) return aborted;
    const hostname = url.hostname.replace(/^\[|\]$/g, "");
    const addresses = names[hostname] ?? (/^[\d.]+$/.test(hostname) || hostname.includes(":") ? [hostname] : []);
    for (const address of addresses) {
      const reason = refusalOf(address);
      if (reason !== null) return failed(reason, true);
    }
    const [address] = addresses;
    if (address === undefined) return failed("the host's name leads nowhere");
    if (!address.startsWith("127.")) return failed("a test reaches this machine only");
    try {
      const value = await new Promise<HubResponse>((resolve, reject) => {
        const sent = request(
          { host: address, port: url.port, path: url.pathname + url.search, agent: false, signal, headers: { ...headers, host: url.host } },
          (answer) => {
            answer.on("error", () => {});
            resolve({
              status: answer.statusCode ?? 0,
              header: (name) => {
                const found = answer.headers[name];
                return found === undefined ? null : Array.isArray(found) ? found.join(", ") : found;
              },
              body: answer as AsyncIterable<Uint8Array>,
              close: () => void sent.destroy(),
            });
          },
        );
        sent.on("error", reject);
        sent.end();
      });
      return ok(value);
    } catch (cause) {
      return signal.aborted ? aborted : failed(cause instanceof Error ? cause.message : String(cause));
    }
  },
});
