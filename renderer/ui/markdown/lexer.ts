import { Lexer, Marked, type Links, type Token, type TokenizerExtension } from "marked";

/** A formula as written, without its delimiters. */
export interface MathToken {
  readonly type: "math";
  readonly raw: string;
  readonly text: string;
  readonly display: boolean;
}

/** `[2]` or `[1, 3]`; whether the numbers mean anything is decided when it is shown. */
export interface CitationToken {
  readonly type: "citation";
  readonly raw: string;
  readonly numbers: readonly number[];
}

const longestFormula = 4000;
const math = (raw: string, text: string, display: boolean): MathToken | undefined =>
  text.trim() === "" || text.length > longestFormula ? undefined : { type: "math", raw, text: text.trim(), display };

/** Pandoc's rule for a single dollar: no space inside the signs and no digit after, so that "$5 and $10" stays money. */
const inlineDollar = /^\$(?![\s$])((?:\\[\s\S]|[^$\\\n]|\n(?!\n))*?[^\s\\$]|\\[^\s])\$(?![\d$])/;
const inlineDisplay = /^\$\$((?:\\[\s\S]|[^$\\])+?)\$\$/;
const inlineParenthesis = /^\\\(((?:(?!\\\)|\n\n)[\s\S])+?)\\\)/;
const inlineBracket = /^\\\[((?:(?!\\\]|\n\n)[\s\S])+?)\\\]/;
const blockMath = /^ {0,3}(?:\$\$((?:\\[\s\S]|[^$\\])+?)\$\$|\\\[((?:(?!\\\])[\s\S])+?)\\\])[ \t]*(?:\n|$)/;

const mathInline: TokenizerExtension = {
  name: "mathInline",
  level: "inline",
  start: (src) => {
    const index = src.indexOf("$");
    return index < 0 ? undefined : index;
  },
  tokenizer: (src) => {
    if (src[0] === "$") {
      const display = inlineDisplay.exec(src);
      if (display !== null) return math(display[0], display[1] ?? "", true);
      const inline = inlineDollar.exec(src.slice(0, longestFormula));
      return inline === null ? undefined : math(inline[0], inline[1] ?? "", false);
    }
    if (src[0] !== "\\") return undefined;
    const parenthesis = inlineParenthesis.exec(src.slice(0, longestFormula));
    if (parenthesis !== null) return math(parenthesis[0], parenthesis[1] ?? "", false);
    const bracket = inlineBracket.exec(src.slice(0, longestFormula));
    return bracket === null ? undefined : math(bracket[0], bracket[1] ?? "", true);
  },
};

const mathBlock: TokenizerExtension = {
  name: "mathBlock",
  level: "block",
  tokenizer: (src) => {
    const found = blockMath.exec(src.slice(0, longestFormula + 20));
    return found === null ? undefined : math(found[0], found[1] ?? found[2] ?? "", true);
  },
};

const citation: TokenizerExtension = {
  name: "citation",
  level: "inline",
  tokenizer: (src): CitationToken | undefined => {
    const found = /^\[(\d{1,3}(?:, ?\d{1,3}){0,9})\](?!\()/.exec(src);
    if (found === null) return undefined;
    return { type: "citation", raw: found[0], numbers: (found[1] ?? "").split(",").map(Number) };
  },
};

const options = new Marked({
  gfm: true,
  extensions: [mathInline, mathBlock, citation],
  tokenizer: {
    // Bare addresses become links only when they are written in full: "www.…" and mail addresses would point where the text does not say.
    url(src) {
      return /^https?:\/\//i.test(src) ? false : undefined;
    },
  },
}).defaults;

/** Top-level blocks only, in order; the `raw`s joined give the text back. Inline content is not looked at. */
export const blockTokens = (text: string): { readonly tokens: readonly Token[]; readonly links: Links } => {
  const lexer = new Lexer(options);
  lexer.blockTokens(text, lexer.tokens);
  return { tokens: lexer.tokens, links: lexer.tokens.links };
};

/** One block in full, with link definitions made elsewhere in the text. */
export const lexBlock = (raw: string, links: Links): Token[] => {
  const lexer = new Lexer(options);
  Object.assign(lexer.tokens.links, links);
  return lexer.lex(raw);
};
