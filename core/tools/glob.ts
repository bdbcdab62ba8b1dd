/** A part of a pattern: any characters but "/", any folders or none, everything that follows, one character of a set, or one exact character. */
type Piece =
  | { readonly type: "star" }
  | { readonly type: "folders" }
  | { readonly type: "rest" }
  | { readonly type: "set"; readonly matches: (character: string) => boolean }
  | { readonly type: "exact"; readonly character: string };

const mostAlternatives = 200;

/** `{a,b}` written out. Null when that would be too many patterns or braces do not match. */
const withoutBraces = (glob: string): string[] | null => {
  const open = glob.indexOf("{");
  if (open < 0) return [glob];
  const parts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < glob.length; at += 1) {
    const character = glob[at];
    if (character === "{") depth += 1;
    else if (character === "}") depth -= 1;
    if ((character === "," && depth === 1) || depth === 0) {
      parts.push(glob.slice(from, at));
      from = at + 1;
    }
    if (depth !== 0) continue;
    const all: string[] = [];
    for (const part of parts) {
      const rest = withoutBraces(glob.slice(0, open) + part + glob.slice(at + 1));
      if (rest === null || all.length + rest.length > mostAlternatives) return null;
      all.push(...rest);
    }
    return all;
  }
  return null;
};

/** A `[…]` set from its opening bracket on; null when it is not closed. */
const readSet = (glob: readonly string[], open: number): { readonly piece: Piece; readonly end: number } | null => {
  let at = open + 1;
  const isNegated = glob[at] === "!" || glob[at] === "^";
  if (isNegated) at += 1;
  const ranges: [string, string][] = [];
  for (let first = true; at < glob.length; first = false) {
    const character = glob[at] ?? "";
    if (character === "]" && !first) {
      const matches = (tested: string) => tested !== "/" && ranges.some(([low, high]) => tested >= low && tested <= high) !== isNegated;
      return { piece: { type: "set", matches }, end: at };
    }
    const isRange = glob[at + 1] === "-" && glob[at + 2] !== undefined && glob[at + 2] !== "]";
    ranges.push([character, isRange ? (glob[at + 2] ?? "") : character]);
    at += isRange ? 3 : 1;
  }
  return null;
};

const piecesOf = (glob: string): Piece[] => {
  const characters = [...glob];
  const pieces: Piece[] = [];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? "";
    const set = character === "[" ? readSet(characters, at) : null;
    if (set !== null) {
      pieces.push(set.piece);
      at = set.end;
    } else if (character === "\\" && at + 1 < characters.length) pieces.push({ type: "exact", character: characters[(at += 1)] ?? "" });
    else if (character === "?") pieces.push({ type: "set", matches: (tested) => tested !== "/" });
    else if (character === "*" && characters[at + 1] === "*") {
      const startsPart = at === 0 || characters[at - 1] === "/";
      while (characters[at + 1] === "*") at += 1;
      // "**/" stands for no folder as well.
      if (startsPart && characters[at + 1] === "/") {
        pieces.push({ type: "folders" });
        at += 1;
      } else pieces.push({ type: startsPart && at === characters.length - 1 ? "rest" : "star" });
    } else if (character === "*") pieces.push({ type: "star" });
    else pieces.push({ type: "exact", character });
  }
  return pieces;
};

/** Which positions of the pattern can be reached after each character: no way to make it slow. */
const matchesPieces = (pieces: readonly Piece[], path: readonly string[]): boolean => {
  const reach = (positions: Set<number>, position: number, atPartStart: boolean): void => {
    if (positions.has(position)) return;
    positions.add(position);
    const piece = pieces[position];
    if (piece?.type === "star" || piece?.type === "rest" || (piece?.type === "folders" && atPartStart))
      reach(positions, position + 1, atPartStart);
  };
  let positions = new Set<number>();
  reach(positions, 0, true);
  for (const character of path) {
    const next = new Set<number>();
    const startsPart = character === "/";
    for (const position of positions) {
      const piece = pieces[position];
      if (piece === undefined) continue;
      if (piece.type === "star") {
        if (character !== "/") reach(next, position, startsPart);
      } else if (piece.type === "folders" || piece.type === "rest") reach(next, position, startsPart);
      else if (piece.type === "set" ? piece.matches(character) : piece.character === character) reach(next, position + 1, startsPart);
    }
    if (next.size === 0) return false;
    positions = next;
  }
  return positions.has(pieces.length);
};

/**
 * Whether a relative path matches: `*` and `?` stay within a name, a leading or inner `**` followed by "/" stands for any folders or none, a closing one for
 * everything below, `[a-z]`, `[!a]`, `{a,b}`, `\` takes the next character as it is. Time grows with the product of both lengths, never faster.
 * A pattern whose braces do not close or mean more than 200 patterns matches nothing.
 */
export const globMatcher = (glob: string): ((path: string) => boolean) => {
  const alternatives = (withoutBraces(glob) ?? []).map(piecesOf);
  return (path) => {
    const characters = [...path];
    return alternatives.some((pieces) => matchesPieces(pieces, characters));
  };
};
