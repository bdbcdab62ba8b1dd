import { grammarOf } from "../markdown/languages.ts";

export type ArtifactKind = "code" | "markdown" | "html" | "svg" | "table" | "chart";

/** A fenced block worth a place of its own beside the conversation. */
export interface FoundArtifact {
  readonly kind: ArtifactKind;
  /** As the fence names it, in small letters. */
  readonly language: string;
  /** What it calls itself: a file name said with the fence, a title, a heading; null when it says nothing. */
  readonly name: string | null;
}

/** Code up to so many lines is read where it stands. */
const shortCodeLines = 12;
/** A name stands near the beginning. */
const nameSearchCharacters = 4000;
const longestName = 80;

const kinds: Readonly<Record<string, ArtifactKind>> = {
  chart: "chart",
  csv: "table",
  htm: "html",
  html: "html",
  markdown: "markdown",
  md: "markdown",
  svg: "svg",
  tsv: "table",
};

const hasMoreLines = (code: string, lines: number): boolean => {
  let at = -1;
  for (let found = 0; found < lines; found += 1) {
    at = code.indexOf("\n", at + 1);
    if (at === -1) return false;
  }
  return true;
};

const fileName = /^[\w@()+-][\w@()+.\-/ ]{0,78}\.[A-Za-z]\w{0,8}$/;

/** ```` ```py title="a b.py" ````, ```` ```py app.py ```` */
const saidName = (rest: string): string | null => {
  const named = /\b(?:title|name|file|filename)=(?:"([^"]{1,80})"|'([^']{1,80})'|(\S{1,80}))/.exec(rest);
  const bare = rest.trim();
  return named?.[1] ?? named?.[2] ?? named?.[3] ?? (fileName.test(bare) ? bare : null);
};

const withoutTags = (text: string): string => text.replaceAll(/<[^>]*>/g, "");

const innerName = (kind: ArtifactKind, code: string): string | null => {
  const start = code.slice(0, nameSearchCharacters);
  switch (kind) {
    case "html":
      return /<title[^>]*>([^<]+)</i.exec(start)?.[1] ?? withoutTags(/<h1[^>]*>([\s\S]+?)<\/h1>/i.exec(start)?.[1] ?? "");
    case "svg":
      return /<title[^>]*>([^<]+)</i.exec(start)?.[1] ?? null;
    case "markdown":
      return /^#{1,3} +(.+?)#*$/m.exec(start)?.[1] ?? null;
    case "chart":
      return /"title"\s*:\s*"((?:[^"\\]|\\.){1,80})"/.exec(start)?.[1] ?? null;
    case "table":
      return null;
    case "code": {
      const comment = /^(?:#|\/\/|--|;|%|\/\*|<!--)\s*(.+?)\s*(?:\*\/|-->)?$/.exec(start.split("\n", 1)[0] ?? "")?.[1];
      return comment !== undefined && fileName.test(comment) ? comment : null;
    }
  }
};

const tidy = (name: string | null): string | null => {
  const text = (name ?? "").replaceAll(/[\s\p{Cc}<>]+/gu, " ").trim();
  return text === "" ? null : text.length > longestName ? `${text.slice(0, longestName - 1)}…` : text;
};

/**
 * Whether a fenced block is an artifact, and which. Pages, drawings, tables, charts and Markdown always are once they hold anything; code is when
 * its language is known and it is longer than 12 lines.
 */
export const artifactOf = ({ info, code }: { readonly info: string; readonly code: string }): FoundArtifact | null => {
  const said = /^[\w+#.-]{1,24}/.exec(info)?.[0] ?? "";
  const language = said.toLowerCase();
  if (code.trim() === "") return null;
  const drawing = language === "xml" && /^\s*(?:<\?xml[^>]*>\s*)?<svg[\s>]/.test(code);
  const kind = drawing ? "svg" : (kinds[language] ?? (grammarOf(language) !== null && hasMoreLines(code, shortCodeLines) ? "code" : null));
  return kind === null ? null : { kind, language, name: tidy(saidName(info.slice(said.length)) ?? innerName(kind, code)) };
};
