export interface SnippetPart {
  readonly text: string;
  readonly matched: boolean;
}

/** Splits a snippet at its marks: a match lies between U+E000 and U+E001. */
export const snippetParts = (snippet: string): SnippetPart[] =>
  snippet
    .split("\u{E000}")
    .flatMap((piece, index) => {
      if (index === 0) return [{ text: piece, matched: false }];
      const [match = "", ...rest] = piece.split("\u{E001}");
      return [
        { text: match, matched: true },
        { text: rest.join(""), matched: false },
      ];
    })
    .filter((part) => part.text !== "");
