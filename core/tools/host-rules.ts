import { privateAddressReason } from "./address.ts";

/** Where requests may go. Hosts as `host` or `host:port`; a port that the protocol has anyway is left out. */
export interface HostRules {
  /** Also `*.domain` for everything below a domain, but not the domain itself. Null: every public host. */
  readonly allowedHosts: readonly string[] | null;
  /** Of those, the ones that may lie on this machine or in its network. */
  readonly privateHosts: readonly string[];
}

export const mayAsk = (host: string, { allowedHosts }: Pick<HostRules, "allowedHosts">): boolean =>
  allowedHosts === null ||
  allowedHosts.some((pattern) =>
    pattern.startsWith("*.") ? host.length >= pattern.length && host.endsWith(pattern.slice(1)) : host === pattern,
  );

/** Why a host, by its spelling alone, is not a public one; null when it may be. An IPv6 address without its brackets. */
export const privateSpelling = (hostname: string): string | null => {
  if (/^[\d.]+$/.test(hostname) || hostname.includes(":")) return privateAddressReason(hostname);
  return hostname === "localhost" || /\.(localhost|local|internal|lan|home\.arpa)$/.test(hostname)
    ? "the name belongs to this machine or a private network"
    : null;
};

const hostnameOf = (host: string): string => host.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");

/**
 * The rules that a person's list makes; an empty list allows every public host. A private host is allowed only where the list spells it out: a public
 * name that suddenly leads to this machine is refused as before.
 */
export const hostRulesOf = (list: readonly string[]): HostRules => ({
  allowedHosts: list.length === 0 ? null : list,
  privateHosts: list.filter((host) => !host.startsWith("*.") && privateSpelling(hostnameOf(host)) !== null),
});
