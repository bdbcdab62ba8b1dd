import type { ReactNode } from "react";

interface PromptEnds {
  /** What was typed after the "/", or nothing. */
  readonly query: string;
  readonly onChoose: (text: string) => void;
  readonly onClose: () => void;
}

/** Chooses a kept prompt; this feature only asks for its text. */
export type PromptPicker = (ends: PromptEnds) => ReactNode;

/** Where prompts are chosen: on top of the composer, as wide as it is. */
export const PromptSlot = ({ picker, ...ends }: PromptEnds & { readonly picker: PromptPicker }) => (
  <div className="absolute inset-x-0 bottom-full z-20 mb-2">{picker(ends)}</div>
);

/** What a composer's text looks for among the prompts: the rest of its one line, when "/" is its first character; null: nothing. */
export const promptQuery = (text: string): string | null => (/^\/[^\n]*$/.test(text) ? text.slice(1) : null);
