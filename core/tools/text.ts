/** The text of a file, byte order mark and line ends included; null when the bytes are not UTF-8 or UTF-16 text. */
export const textOf = (bytes: Uint8Array): string | null => {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    // Not valid in its encoding: that is the answer.
    return null;
  }
};

/** Lines with their line ends; the last one may have none. Joined they are the text. No line for an empty text. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** At most `limit` UTF-16 units, no surrogate pair cut. */
export const shortened = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
};
