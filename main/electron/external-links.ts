import { shell } from "electron";
import type { Log } from "#core/base";

/** Decoded so often at most; something that is still encoded then hides something. */
const decodeLimit = 5;

/** Every layer of percent-encoding taken off, or null when there are too many or they are broken. */
const decoded = (address: string): string | null => {
  let text = address;
  for (let layer = 0; layer < decodeLimit; layer += 1) {
    let inner: string;
    try {
      inner = decodeURIComponent(text);
    } catch {
      return null;
    }
    if (inner === text) return text;
    text = inner;
  }
  return null;
};

/** Control characters end lines in headers and arguments; the marks that turn text around make an address look like another. */
const isDeceptive = (text: string): boolean => /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f]/u.test(text);

/**
 * The address as it may be handed to the system, or null: https pages without credentials, and mail to somebody with a subject and a text at most.
 * Never files, scripts or other programs' schemes. Looked at as written and with its encoding taken off: a control character hides in either.
 */
export const externalAddress = (address: string): string | null => {
  if (isDeceptive(address) || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol === "mailto:") {
    // `attach`, `cc` and the like are a mail program's to obey, and not a page's to ask for. Line breaks belong in a mail's text only.
    const fields = [...url.searchParams];
    if (fields.some(([name]) => !["subject", "body"].includes(name.toLowerCase()))) return null;
    const text = decoded(`${url.pathname}${url.searchParams.get("subject") ?? ""}`);
    const body = fields.find(([name]) => name.toLowerCase() === "body")?.[1] ?? "";
    return text === null || isDeceptive(text) || isDeceptive(body.replaceAll(/[\r\n\t]/g, "")) ? null : url.href;
  }
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "" || url.hostname === "") return null;
  // A broken escape in a query is common on the web and harmless; a hidden control character is neither.
  const text = decoded(url.href);
  return text !== null && isDeceptive(text) ? null : /%(?:25)*(?:0[0-9a-f]|1[0-9a-f]|7f)/i.test(url.href) ? null : url.href;
};

/** Opens a link in the person's browser or mail program when it is one of the kinds that are safe to hand over. */
export const openExternally = (address: string, log: Log): void => {
  const allowed = externalAddress(address);
  if (allowed === null) return log.warn("link refused", { address: address.slice(0, 200) });
  shell.openExternal(allowed).catch((cause: unknown) => log.warn("link not opened", { reason: String(cause) }));
};
