/** Something a prompt asks for when it is used: `{{name}}`, or `{{name:words}}` with words to begin with. */
export interface Placeholder {
  readonly name: string;
  readonly usual: string;
}

export type PromptPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "placeholder"; readonly name: string; readonly text: string };

const pattern = /\{\{\s*([\p{L}\p{N}][\p{L}\p{N} _-]{0,39}?)\s*(?::([^{}]*))?\}\}/gu;

/** The text cut at its placeholders, in order. Braces that name nothing stay text. */
export const promptParts = (text: string): readonly PromptPart[] => {
  const parts: PromptPart[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) parts.push({ type: "text", text: text.slice(end, match.index) });
    parts.push({ type: "placeholder", name: match[1] ?? "", text: (match[2] ?? "").trim() });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ type: "text", text: text.slice(end) });
  return parts;
};

/** Each once, in the order they first come; the first words given for a name count. */
export const placeholdersOf = (text: string): readonly Placeholder[] => {
  const found = new Map<string, string>();
  for (const part of promptParts(text))
    if (part.type === "placeholder" && (found.get(part.name) ?? "") === "") found.set(part.name, part.text);
  return [...found].map(([name, usual]) => ({ name, usual }));
};

/** The text with every placeholder of a name filled in. One without a value gets its usual words. */
export const fillIn = (text: string, values: Readonly<Record<string, string>>): string => {
  const usual = new Map(placeholdersOf(text).map((placeholder) => [placeholder.name, placeholder.usual]));
  return promptParts(text)
    .map((part) => (part.type === "text" ? part.text : (values[part.name] ?? usual.get(part.name) ?? "")))
    .join("");
};
