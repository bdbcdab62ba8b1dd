/** A link somebody clicked: where it leads and what its text says. */
export interface PendingLink {
  readonly href: string;
  readonly text: string;
}

export type LinkWarning = "linkWrittenAs" | "linkLookAlike" | "linkPlain";

const hostInText = /^(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?=[/:?#\s]|$)/iu;
const withoutWww = (host: string): string => host.toLowerCase().replace(/^www\./, "");

/** What a careful person would notice about the link, most serious first. */
export const linkWarnings = ({ href, text }: PendingLink): LinkWarning[] => {
  const url = new URL(href);
  if (url.protocol === "mailto:") return [];
  const written = hostInText.exec(text.trim())?.[1];
  const warnings: LinkWarning[] = [];
  if (
    written !== undefined &&
    withoutWww(written) !== withoutWww(url.hostname) &&
    URL.parse(`http://${written}`)?.hostname !== url.hostname
  )
    warnings.push("linkWrittenAs");
  if (url.hostname.split(".").some((label) => label.startsWith("xn--"))) warnings.push("linkLookAlike");
  if (url.protocol === "http:") warnings.push("linkPlain");
  return warnings;
};
