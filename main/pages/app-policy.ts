/**
 * What a page of ours may load and run: its own files. No inline script; inline style only in elements that carry the page's nonce, which is another one
 * each time (the one there is locks scrolling behind a dialog). Mathematics and code set styles from script, which no policy of style governs.
 * Trusted Types: markup and script addresses are made by one policy of ours (renderer/ui/markdown/sanitise.ts); any other string may be text
 * without markup (renderer/app/page-policy.ts) or is refused. Frames: our own, which are those of artifact-frame.ts; every other page of ours
 * refuses to be in one. The same on the desktop and on the headless host. Null: what is served is no page that carries style of its own.
 */
export const contentSecurityPolicy = (nonce: string | null): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    nonce === null ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    "form-action 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types olympus default",
  ].join("; ");

/** The page with its nonce where its own scripts find it (renderer/app/page-policy.ts); browsers hide it from style and markup. */
export const withNonce = (html: string, nonce: string): string =>
  html.replace("<head>", `<head>\n    <meta name="style-nonce" nonce="${nonce}" />`);
