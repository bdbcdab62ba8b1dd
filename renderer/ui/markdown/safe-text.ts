/**
 * Embeddings, overrides and isolates reorder what a person reads (Trojan Source, CVE-2021-42574), tag characters carry invisible text,
 * and U+FFFE/U+FFFF are no characters. The plain direction marks U+200E, U+200F and U+061C stay: honest right-to-left text needs them.
 */
const deceptive = /[[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff]--[\t\n]]/gv;
const tagCharacters = /(\u{1f3f4}[\u{e0020}-\u{e007e}]{1,16}\u{e007f})|[\u{e0000}-\u{e007f}]/gu;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * The text as it may be shown: line feeds only, no control, reordering or invisible tag characters (each becomes U+FFFD, tags vanish).
 * A text that grows gives a result that grows, except at a trailing half surrogate pair or carriage return.
 */
export const safeText = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(loneSurrogate, "\ufffd")
    .replaceAll(deceptive, "\ufffd")
    .replaceAll(tagCharacters, (_, flag: string | undefined) => flag ?? "");

const entity = /&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)/g;

/** For the inside of an element or a double-quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");

/** Like `escapeHtml`, but character references written in the text keep their meaning, as Markdown asks: `&copy;` shows ©. */
export const escapeKeepingEntities = (text: string): string =>
  text.replaceAll(entity, "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
