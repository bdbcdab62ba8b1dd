import type { IncomingMessage } from "node:http";
import { hostname, networkInterfaces } from "node:os";
import { isIP } from "node:net";
import type { Refusal } from "./refusal.ts";

/** More header lines than any browser sends with a request of ours (Chromium sends about 20). */
const headerLinesLimit = 100;

const bracketed = (address: string): string => (isIP(address) === 6 ? `[${address.split("%")[0]}]` : address);

const loopbackNames = ["127.0.0.1", "localhost", "[::1]"];
const isAnyAddress = (host: string): boolean => host === "0.0.0.0" || host === "::";
export const isLoopback = (host: string): boolean => ["127.0.0.1", "::1", "localhost"].includes(host);

/**
 * The values of `Host` this server answers to, without port. A rebound name (DNS rebinding) is an attacker's name and is never among
 * them; IP addresses are safe because a browser that was sent to an address has that address as its origin.
 */
const allowedHostNames = (boundHost: string, extraNames: readonly string[]): ReadonlySet<string> => {
  const names = new Set([...loopbackNames, ...extraNames.map((name) => name.toLowerCase())]);
  if (!isAnyAddress(boundHost)) return names.add(bracketed(boundHost).toLowerCase());
  for (const address of Object.values(networkInterfaces()).flatMap((list) => list ?? []))
    names.add(bracketed(address.address).toLowerCase());
  return names.add(hostname().toLowerCase()).add(`${hostname().toLowerCase()}.local`);
};

const countHeader = (request: IncomingMessage, name: string): number =>
  request.rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length;

const hostNameOf = (hostHeader: string): { readonly name: string; readonly port: string | null } | null => {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]/@\s]+)(?::(\d{1,5}))?$/i.exec(hostHeader);
  return match?.[1] === undefined ? null : { name: match[1].toLowerCase(), port: match[2] ?? null };
};

export interface OriginGuard {
  /**
   * Null when the request may go on. Host, Origin and Sec-Fetch-Site are looked at on every request, files and WebSocket included:
   * a page of another site carries its own Origin, a rebound page carries a foreign Host and perhaps no Origin at all.
   */
  readonly check: (request: IncomingMessage, port: number) => Refusal | null;
}

/** A person following a link from elsewhere to the interface's first page; SameSite=Strict keeps the cookie away from it. */
const isNavigation = (request: IncomingMessage): boolean =>
  request.method === "GET" &&
  request.headers["sec-fetch-mode"] === "navigate" &&
  request.headers["sec-fetch-dest"] === "document" &&
  !/^\/(api|auth|metrics)(\/|$|\?)/.test(request.url ?? "");

export const createOriginGuard = (options: { readonly boundHost: string; readonly extraNames: readonly string[] }): OriginGuard => {
  const names = allowedHostNames(options.boundHost, options.extraNames);
  const extraNames = new Set(options.extraNames.map((name) => name.toLowerCase()));

  const hostAllowed = (hostHeader: string, port: number): boolean => {
    const host = hostNameOf(hostHeader);
    if (host === null || !names.has(host.name)) return false;
    // A name given on purpose belongs to a reverse proxy, whose port is its own.
    return extraNames.has(host.name) || (host.port ?? "80") === String(port);
  };

  return {
    check: (request, port) => {
      const host = request.headers.host;
      if (request.rawHeaders.length / 2 > headerLinesLimit) return { status: 431, type: "HeadersTooMany" };
      if (host === undefined || countHeader(request, "host") !== 1 || !hostAllowed(host, port)) return { status: 421, type: "HostRefused" };
      if (!request.url?.startsWith("/")) return { status: 400, type: "RequestInvalid", reason: "the address must be a path" };
      const origin = request.headers.origin;
      if (origin !== undefined && (countHeader(request, "origin") !== 1 || !sameOrigin(origin, host)))
        return { status: 403, type: "OriginRefused" };
      const site = request.headers["sec-fetch-site"];
      if (site !== undefined && site !== "same-origin" && site !== "none" && !isNavigation(request))
        return { status: 403, type: "OriginRefused" };
      return null;
    },
  };
};

const sameOrigin = (origin: string, host: string): boolean => {
  const url = URL.parse(origin);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") && url.host === host.toLowerCase();
};
