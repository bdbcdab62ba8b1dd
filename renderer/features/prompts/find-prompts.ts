import type { Prompt } from "#core/prompts/schema";

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** How well a prompt meets what was typed; the lower the better. Null: not at all. */
const rankOf = (prompt: Prompt, query: string): number | null => {
  const [keyword, title] = [plain(prompt.keyword ?? ""), plain(prompt.title)];
  if (keyword === query) return 0;
  if (keyword.startsWith(query)) return 1;
  if (title.startsWith(query)) return 2;
  if (keyword.includes(query) || title.includes(query)) return 3;
  return plain(prompt.text).includes(query) ? 4 : null;
};

/** Those that meet the words, best first; all of them, as they come, for no words. */
export const findPrompts = (prompts: readonly Prompt[], words: string): readonly Prompt[] => {
  const query = plain(words.trim());
  if (query === "") return prompts;
  return prompts
    .flatMap((prompt) => {
      const rank = rankOf(prompt, query);
      return rank === null ? [] : [{ prompt, rank }];
    })
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ prompt }) => prompt);
};
