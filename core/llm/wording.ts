/** What the built-in answerer is called and does, and why it cannot do more, for those who list models. */
export const extractiveName = {
  name: "Quotes from your documents",
  detail: "Built in. Picks and quotes the best sentences; needs no model and no network.",
  onlyQuotes: "the built-in answerer can only quote, it cannot fill a form",
} as const;

const english = {
  pictureUnseen: "The picture was not looked at; only your documents were read.",
  oneQuote: "Your documents say:",
  severalQuotes: "This is what your documents say:",
  noSources: "Nothing in your documents answers this: no passage matches the question.",
  nothingFits:
    "Nothing in your documents answers this. Some passages share a word or two with the question, but none of them says enough to be quoted as an answer.",
  noQuestion: "Ask a question, and I will quote what your documents say about it.",
};

const german: typeof english = {
  pictureUnseen: "Das Bild wurde nicht angesehen; gelesen wurden nur die Dokumente.",
  oneQuote: "In den Dokumenten steht:",
  severalQuotes: "Das steht dazu in den Dokumenten:",
  noSources: "In den Dokumenten steht dazu nichts: Keine Textstelle passt zur Frage.",
  nothingFits:
    "In den Dokumenten steht dazu nichts. Einige Textstellen haben ein, zwei Wörter mit der Frage gemeinsam, aber keine sagt genug, um als Antwort zitiert zu werden.",
  noQuestion: "Eine Frage stellen; zitiert wird, was die Dokumente dazu sagen.",
};

/** Words that few questions do without, and that the other language does not have. */
const signs = {
  english: /\b(the|what|which|who|whom|how|why|where|when|does|did|is|are|was|were|of|and|my|me|about|there|please|can|tell)\b/giu,
  german:
    /(?<!\p{L})(der|die|das|den|dem|des|wer|wen|wem|wie|wo|wann|warum|wieso|welche[rsnm]?|ist|sind|wurde|wird|und|oder|nicht|kein[e]?|ein[e]?|mein[e]?|mir|ich|über|für|gibt|hat|haben|bitte|nach|von|vom|zum|zur|im)(?!\p{L})/giu,
};

/**
 * The built-in answerer's own words, in the language of the question: they are text of an answer, stored with it, so they are not the interface's to
 * translate. English where it cannot be told.
 */
export const extractiveWording = (question: string): typeof english => {
  const count = (sign: RegExp): number => question.match(sign)?.length ?? 0;
  return count(signs.german) > count(signs.english) ? german : english;
};

/** Why a model was asked, stored with its answer; the first one's reason is the router's sentence. */
export const whyWording = {
  instead: (name: string) => `${name} answers instead, because those before it could not.`,
  lastResort: "Your documents are quoted, because no model could answer.",
  kept: "The same was asked before, and that answer was kept.",
  keptSimilar: "Nearly the same was asked before, and that answer was kept.",
} as const;
