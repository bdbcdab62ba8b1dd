/** Text from outside, with what a person should know about how it was read. */
export interface DecodedText {
  readonly text: string;
  readonly notes: readonly string[];
}

/**
 * Makes text safe to store and quote: line feeds only, no NUL, none of the two private-use characters that highlighting uses as marks
 * (U+E000, U+E001), no byte order mark, lone surrogates replaced by U+FFFD.
 */
export const normalizeText = (text: string): string => {
  const clean = /[\r\0\uE000\uE001\uFEFF\u2028\u2029\f]/.test(text)
    ? text.replace(/\r\n?|[\u2028\u2029\f]/g, "\n").replace(/[\0\uE000\uE001\uFEFF]/g, "")
    : text;
  return clean.isWellFormed() ? clean : clean.toWellFormed();
};

const tryDecode = (label: string, bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    // Not this encoding, or none this runtime knows: the caller has a next guess.
    return null;
  }
};

/**
 * Decodes UTF-8, else UTF-16 by its byte order mark, else `declared` (an HTML charset), else windows-1252, which accepts any byte; a
 * guess is noted. The result is normalised. Never fails.
 */
export const decodeText = (bytes: Uint8Array, declared: string | null = null): DecodedText => {
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  if (mark !== null) return { text: normalizeText(new TextDecoder(mark).decode(bytes)), notes: [] };
  const utf8 = tryDecode("utf-8", bytes);
  if (utf8 !== null) return { text: normalizeText(utf8), notes: [] };
  const asDeclared = declared === null || /^utf-?8$/i.test(declared) ? null : tryDecode(declared, bytes);
  if (asDeclared !== null) return { text: normalizeText(asDeclared), notes: [] };
  // A file that is UTF-8 but for a few broken bytes stays UTF-8: one bad byte must not turn every umlaut into two signs.
  const lenient = new TextDecoder("utf-8").decode(bytes);
  const broken = lenient.split("\uFFFD").length - 1;
  const intact = (lenient.match(/[\u0080-\uFFFC]/g) ?? []).length;
  if (intact > broken * 4) return { text: normalizeText(lenient), notes: [`broken characters replaced: ${broken}`] };
  return { text: normalizeText(new TextDecoder("windows-1252").decode(bytes)), notes: ["not UTF-8; read as Windows-1252"] };
};
