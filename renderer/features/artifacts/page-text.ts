/** A drawing as a page, in the middle and no larger than the room. */
export const pageOf = (kind: "html" | "svg", text: string): string =>
  kind === "html"
    ? text
    : `<!doctype html><html><head><meta charset="utf-8"><style>html,body{height:100%;margin:0}body{display:grid;place-items:center;padding:1rem;box-sizing:border-box}svg{max-width:100%;max-height:100%}</style></head><body>${text.replace(/^\s*<\?xml[^>]*>\s*/, "")}</body></html>`;

/** It holds something that would run. */
export const hasScripts = (text: string): boolean => /<script[\s>]|\son[a-z]+\s*=|javascript:/i.test(text);

/** It asks for files from elsewhere, which it does not get. */
export const asksElsewhere = (text: string): boolean =>
  /\b(?:src|srcset|poster|data)\s*=\s*["']?\s*(?:https?:)?\/\/|<link\b[^>]*href|@import|url\(\s*["']?(?:https?:)?\/\//i.test(text);

interface Brands {
  readonly brands: readonly { readonly brand: string; readonly version: string }[];
}

/** The browser is known to hold a page back from every connection, `Connection-Allowlist` included; measured with Chromium 156. */
export const cutsOff = (): boolean =>
  "userAgentData" in navigator &&
  (navigator.userAgentData as Brands).brands.some(({ brand, version }) => brand === "Chromium" && Number(version) >= 156);
