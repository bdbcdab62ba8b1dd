/** The built-in answerer's own words. They are text of an answer, stored with it, so they are not the interface's to translate. */
export const extractiveWording = {
  name: "Quotes from your documents",
  detail: "Built in. Picks and quotes the best sentences; needs no model and no network.",
  pictureUnseen: "The picture was not looked at; only your documents were read.",
  oneQuote: "Your documents say:",
  severalQuotes: "This is what your documents say:",
  noSources: "Nothing in your documents answers this: no passage matches the question.",
  nothingFits:
    "Nothing in your documents answers this. Some passages share a word or two with the question, but none of them says enough to be quoted as an answer.",
  noQuestion: "Ask a question, and I will quote what your documents say about it.",
  onlyQuotes: "the built-in answerer can only quote, it cannot fill a form",
} as const;

/** Why a model was asked, stored with its answer; the first one's reason is the router's sentence. */
export const whyWording = {
  instead: (name: string) => `${name} answers instead, because those before it could not.`,
  lastResort: "Your documents are quoted, because no model could answer.",
  kept: "The same was asked before, and that answer was kept.",
  keptSimilar: "Nearly the same was asked before, and that answer was kept.",
} as const;
