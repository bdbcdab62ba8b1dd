import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { err, ok, type Result } from "#core/base/schema";

export interface Address {
  readonly address: string;
  readonly family: number;
}

/** Every address of a name. Rejects when there is none. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>;

export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true, verbatim: true });

/** The address to connect to. All addresses have to be permitted: a name that also leads inside is not asked outside either. Rejects like `resolve`. */
export const pinnedAddress = async (
  resolve: Resolve,
  url: URL,
  refusalOf: (address: string) => string | null,
): Promise<Result<Address, { readonly isRefused: boolean; readonly reason: string }>> => {
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const family = isIP(hostname);
  const found = family === 0 ? await resolve(hostname) : [{ address: hostname, family }];
  for (const { address } of found) {
    const reason = refusalOf(address);
    if (reason !== null) return err({ isRefused: true, reason });
  }
  const [first] = found;
  return first === undefined ? err({ isRefused: false, reason: "the host's name leads nowhere" }) : ok(first);
};
