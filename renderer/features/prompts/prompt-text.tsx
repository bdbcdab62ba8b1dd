import { promptParts } from "./placeholders.ts";

/** A prompt's words with its placeholders set off; those that have a value show it. */
export const PromptText = ({ text, values = {} }: { readonly text: string; readonly values?: Readonly<Record<string, string>> }) =>
  promptParts(text).map((part, position) =>
    part.type === "text" ? (
      <span key={position}>{part.text}</span>
    ) : (
      <mark key={position} className="rounded-small bg-accent-soft px-0.5 text-accent">
        {(values[part.name] ?? "") || part.text || part.name}
      </mark>
    ),
  );
