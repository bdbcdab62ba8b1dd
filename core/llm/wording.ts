/** The built-in answerer's own words. They are text of an answer, stored with it, so they are not the interface's to translate. */
export const extractiveWording = {
  name: "Quotes from your documents",
  detail: "Built in. Picks and quotes the best sentences; needs no model and no network.",
  oneQuote: "Your documents say:",
  severalQuotes: "This is what your documents say:",
  noSources: "Nothing in your documents answers this: no passage matches the question.",
  nothingFits:
    "Nothing in your documents answers this. Some passages share a word or two with the question, but none of them says enough to be quoted as an answer.",
  noQuestion: "Ask a question, and I will quote what your documents say about it.",
  onlyQuotes: "the built-in answerer can only quote, it cannot fill a form",
} as const;

/** Why a model was asked, stored with its answer. */
export const whyWording = {
  chosen: "chosen by you",
  first: "first in your order and available",
  next: "next in your order; those before it could not answer",
  local: "a model on this machine",
  localInstead: "a model on this machine; those before it could not answer",
  nobodyElse: "no model and no key: quoting your documents",
  onlyQuotesOrdered: "no model in your order: quoting your documents",
  lastResort: "no other model could answer: quoting your documents",
} as const;
