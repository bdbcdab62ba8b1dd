/** Longer titles are cut at a word; the sidebar shows about this many characters. */
const titleLimit = 60;

/** A conversation's name from its first question: its first line without marks, cut at a word. */
export const titleFrom = (question: string): string => {
  const line = question
    .split("\n")
    .map((candidate) => candidate.replace(/^[#>\-*\s`]+/, "").trim())
    .find((candidate) => candidate !== "");
  if (line === undefined) return "";
  if (line.length <= titleLimit) return line;
  const cut = line.slice(0, titleLimit + 1);
  const lastSpace = cut.lastIndexOf(" ");
  return `${cut.slice(0, lastSpace > titleLimit / 2 ? lastSpace : titleLimit).trimEnd()}…`;
};
