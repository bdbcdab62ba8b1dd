import { createHash } from "node:crypto";

/** A page that a host serves as it is, with the headers it must have; they replace the host's own of the same name. */
export interface ServedPage {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Parts that could ask for something elsewhere, go elsewhere, or open a realm of their own. */
const leading = "link,base,meta[http-equiv],iframe,frame,frameset,object,embed,portal,fencedframe";

/**
 * Takes one port from the page that holds the frame, then shows what comes through it: `{ html }`. Answers `ready` once, `pong` to `ping`, and
 * `escape` when that key is pressed. Links lead nowhere but inside the document.
 */
const listening = (show: string): string => `"use strict";
(() => {
  const holder = parent;
  const watch = () => {
    addEventListener("click", (event) => {
      const link = event.composedPath().find((node) => node instanceof Element && node.matches("a,area"));
      if (link !== undefined && !(link.getAttribute("href") ?? "#").startsWith("#")) event.preventDefault();
    }, true);
    addEventListener("keydown", (event) => { if (event.key === "Escape") port.postMessage("escape"); }, true);
  };
  let port;
  const cleaned = (html, more) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    for (const element of parsed.querySelectorAll("${leading}" + more)) element.remove();
    return parsed;
  };
  const show = ${show};
  const take = (event) => {
    if (event.source !== holder || event.ports.length !== 1 || port !== undefined) return;
    removeEventListener("message", take);
    port = event.ports[0];
    port.onmessage = ({ data }) => { if (data === "ping") port.postMessage("pong"); else show(data.html); };
    watch();
    port.postMessage("ready");
  };
  addEventListener("message", take);
})();`;

/** No script of the content is there to run, and the policy would not run one. */
const stillScript = listening(`(html) => {
    document.replaceChild(document.adoptNode(cleaned(html, ",script").documentElement), document.documentElement);
  }`);

/** The content's own scripts run as its document is written anew; what could reach a network past every policy of content is taken out of the realm before. */
const runningScript = listening(`(html) => {
    const text = "<!doctype html>" + cleaned(html, "").documentElement.outerHTML;
    for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "WebTransport"])
      Object.defineProperty(window, name, { value: undefined, configurable: false, writable: false });
    document.open();
    watch();
    document.write(text);
    document.close();
  }`);

const page = (script: string): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>-</title></head><body><script>${script}</script></body></html>`;

const hashOf = (script: string): string => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

/**
 * The content has no origin, no storage, no network. `Connection-Allowlist` (WICG; Chromium from 152 on) is what keeps out the rest that no policy
 * of content knows: connections made ahead of a navigation that is then refused, names looked up ahead, and WebRTC. Measured 2026-11-21 with
 * Chromium 156: without it a refused navigation opens a TCP connection and `RTCPeerConnection` sends UDP; with it neither does.
 */
const headers = (scriptSource: string): ServedPage["headers"] => ({
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": [
    "sandbox allow-scripts",
    "default-src 'none'",
    `script-src ${scriptSource}`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "font-src data:",
    "media-src data: blob:",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join("; "),
  "connection-allowlist": "()",
  "permissions-policy":
    "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), web-share=()",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-dns-prefetch-control": "off",
  "x-frame-options": "SAMEORIGIN",
  "cache-control": "no-cache",
});

/** What a model wrote as a page is shown in one of these: by path, first without its scripts, then, when a person asks for that, with them. */
export const artifactFrames: Readonly<Record<string, ServedPage>> = {
  "/artifact-still.html": { html: page(stillScript), headers: headers(hashOf(stillScript)) },
  "/artifact-run.html": { html: page(runningScript), headers: headers("'unsafe-inline'") },
};
