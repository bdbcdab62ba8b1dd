import { Tokenizer } from "@huggingface/tokenizers";
import type { SentenceFolder } from "./sentence-folder.ts";

/** No tokenizer makes fewer than one token of this many characters of ordinary text: what is beyond would be cut anyway. */
const charactersPerToken = 32;

/** Turns a text into token ids, special tokens included, at most as many as the model takes; the end of a longer text is cut. */
export const createTextTokens = ({
  tokenizer: definition,
  tokenizerConfig,
  maximumTokens,
}: Pick<SentenceFolder, "tokenizer" | "tokenizerConfig" | "maximumTokens">): ((text: string) => readonly number[]) => {
  const tokenizer = new Tokenizer(definition, tokenizerConfig);
  const plainIds = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
  // What stands before and after a text is seen on a text of one letter.
  const sample = plainIds("a");
  const framed: number[] = tokenizer.encode("a").ids;
  const position = framed.findIndex((_, start) => sample.every((id, index) => framed[start + index] === id));
  if (sample.length === 0 || position === -1) throw new Error("the tokenizer cannot encode a letter");
  const before = framed.slice(0, position);
  const after = framed.slice(position + sample.length);
  const room = maximumTokens - before.length - after.length;
  return (text) => [...before, ...plainIds(text.slice(0, maximumTokens * charactersPerToken)).slice(0, room), ...after];
};
