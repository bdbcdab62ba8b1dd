import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { abortedBy, reasonOf } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { HubHttp, HubResponse } from "#core/host";
import { pinnedAddress, systemResolve, type Resolve } from "./pinned-address.ts";

/** Headers of an answer; a signed address in `Location` may have some 2 KB. */
const mostHeaderBytes = 32 * 1024;

/** The hub's requests, by Node's own client. A name is resolved once, every address checked, and the connection made to a checked one. */
export const createHubHttp = (resolve: Resolve = systemResolve): HubHttp => ({
  open: async ({ headers, refusalOf, url }, signal) => {
    const failed = (reason: string, isRefused = false) => err({ isRefused, reason });
    if (signal.aborted) return err(abortedBy(signal));
    const stopped = Promise.withResolvers<never>();
    const stop = () => stopped.reject(new Error("stopped"));
    stopped.promise.catch(() => {});
    signal.addEventListener("abort", stop, { once: true });
    try {
      const pinned = await Promise.race([pinnedAddress(resolve, url, refusalOf), stopped.promise]);
      if (!pinned.ok) return failed(pinned.error.reason, pinned.error.isRefused);
      const { address, family } = pinned.value;
      const response = await new Promise<HubResponse>((answered, reject) => {
        const open = url.protocol === "https:" ? requestSecure : requestPlain;
        const sent = open(
          url,
          {
            method: "GET",
            signal,
            agent: false,
            maxHeaderSize: mostHeaderBytes,
            // Whatever the name leads to by now, the connection goes to the address that was looked at.
            lookup: (_name, options, callback) => (options.all ? callback(null, [{ address, family }]) : callback(null, address, family)),
            headers: { accept: "*/*", "accept-encoding": "identity", "user-agent": "Olympus", ...headers },
          },
          (answer) => {
            // Told again by the body, where somebody reads it.
            answer.on("error", () => {});
            answered({
              status: answer.statusCode ?? 0,
              header: (name) => {
                const value = answer.headers[name];
                return value === undefined ? null : Array.isArray(value) ? value.join(", ") : value;
              },
              body: answer as AsyncIterable<Uint8Array>,
              close: () => void sent.destroy(),
            });
          },
        );
        sent.on("error", reject);
        sent.end();
      });
      return ok(response);
    } catch (cause) {
      return signal.aborted ? err(abortedBy(signal)) : failed(reasonOf(cause));
    } finally {
      signal.removeEventListener("abort", stop);
    }
  },
});
