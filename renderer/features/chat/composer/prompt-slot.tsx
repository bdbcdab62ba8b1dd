import type { ReactNode } from "react";

interface PromptEnds {
  /** What was typed after the "/", or nothing. */
  readonly query: string;
  readonly onChoose: (text: string) => void;
  /** No prompt meets what was typed after the "/", nor would with more letters: Enter belongs to the composer again. */
  readonly onNothing: (query: string) => void;
  readonly onClose: () => void;
}

/** Chooses a kept prompt; this feature only asks for its text. */
export type PromptPicker = (ends: PromptEnds) => ReactNode;

/** Keeps the words of a question as a prompt, after a look at them; this feature only has the words. */
export type SaveAsPrompt = (ends: { readonly text: string; readonly onClose: () => void }) => ReactNode;

/** Where prompts are chosen; the picker lays itself on top of the composer. */
export const PromptSlot = ({ picker, ...ends }: PromptEnds & { readonly picker: PromptPicker }) => picker(ends);

/** What a composer's text looks for among the prompts: the rest of its one line, when "/" is its first character; null: nothing. */
export const promptQuery = (text: string): string | null => (/^\/[^\n]*$/.test(text) ? text.slice(1) : null);

/** `unmatched`: letters that no prompt met; null: there were none. Letters behind them meet none either. */
export const isBelowUnmatched = (query: string, unmatched: string | null): boolean => unmatched !== null && query.startsWith(unmatched);
