/** A message longer than this is cut; no person reads it, and showing it would stop the page. In UTF-16 units. */
export const longestText = 1_000_000;
const longestTitle = 200;

/** Control characters other than tab and new line: they show nothing and confuse whoever prints them. */
const controls = /(?![\n\t])\p{Cc}/gu;

/** Text that is valid and printable; lone halves of characters become U+FFFD. */
export const cleanText = (text: string): string => text.replace(/\r\n?/g, "\n").replace(controls, "").toWellFormed();

/** One line that fits a title. */
export const cleanTitle = (text: string): string => {
  const line = cleanText(text.slice(0, 4 * longestTitle))
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1).toWellFormed()}…`;
};

/** A title for a conversation that has none: the beginning of its first question. */
export const titleFromText = (text: string): string => {
  const line = cleanTitle(text.slice(0, 300));
  return line.length <= 60 ? line : `${line.slice(0, 59).trimEnd()}…`;
};
