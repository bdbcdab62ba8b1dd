import type { ReactNode } from "react";

interface PromptEnds {
  /** What was typed after the "/", or nothing. */
  readonly query: string;
  readonly onChoose: (text: string) => void;
  readonly onClose: () => void;
}

/** Chooses a kept prompt; this feature only asks for its text. */
export type PromptPicker = (ends: PromptEnds) => ReactNode;

/** Where prompts are chosen; the picker lays itself on top of the composer. */
export const PromptSlot = ({ picker, ...ends }: PromptEnds & { readonly picker: PromptPicker }) => picker(ends);

/** What a composer's text looks for among the prompts: the rest of its one line, when "/" is its first character; null: nothing. */
export const promptQuery = (text: string): string | null => (/^\/[^\n]*$/.test(text) ? text.slice(1) : null);
