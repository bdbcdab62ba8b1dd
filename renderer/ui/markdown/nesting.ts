const deepMarkers = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])(?=[\s>])){24}/m;
const deepList = /^(?: {80,}|\t{20,})(?:[-*+]|\d{1,9}[.)])\s/m;

/** Quotes or lists nested past 24 (40 by indentation) levels: no person writes that, and the lexer's time grows with its square. */
export const isTooDeep = (text: string): boolean => deepMarkers.test(text) || deepList.test(text);
