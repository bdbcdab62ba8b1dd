import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore, type LanguageRegistration } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import type { Grammar } from "./languages.ts";

/** A coloured piece of a line: its text and what it is ("keyword", or "" for plain). */
export type CodePiece = readonly [text: string, kind: string];

export interface HighlightRequest {
  readonly id: number;
  readonly code: string;
  readonly grammar: Grammar;
}

/** First `started`, once everything is fetched and the colouring begins; then `lines`, which joined with line feeds are the code (null: the grammar failed). */
export type HighlightReply =
  | { readonly id: number; readonly type: "started" }
  | { readonly id: number; readonly type: "done"; readonly lines: readonly (readonly CodePiece[])[] | null };

type Lines = Extract<HighlightReply, { type: "done" }>["lines"];
const reply = (message: HighlightReply): void => self.postMessage(message);

const loaders: Record<Grammar, () => Promise<{ readonly default: LanguageRegistration[] }>> = {
  typescript: () => import("shiki/langs/typescript.mjs"),
  tsx: () => import("shiki/langs/tsx.mjs"),
  javascript: () => import("shiki/langs/javascript.mjs"),
  jsx: () => import("shiki/langs/jsx.mjs"),
  json: () => import("shiki/langs/jsonc.mjs"),
  shellscript: () => import("shiki/langs/shellscript.mjs"),
  python: () => import("shiki/langs/python.mjs"),
  yaml: () => import("shiki/langs/yaml.mjs"),
  toml: () => import("shiki/langs/toml.mjs"),
  ini: () => import("shiki/langs/ini.mjs"),
  html: () => import("shiki/langs/html.mjs"),
  xml: () => import("shiki/langs/xml.mjs"),
  css: () => import("shiki/langs/css.mjs"),
  sql: () => import("shiki/langs/sql.mjs"),
  rust: () => import("shiki/langs/rust.mjs"),
  go: () => import("shiki/langs/go.mjs"),
  java: () => import("shiki/langs/java.mjs"),
  kotlin: () => import("shiki/langs/kotlin.mjs"),
  swift: () => import("shiki/langs/swift.mjs"),
  c: () => import("shiki/langs/c.mjs"),
  cpp: () => import("shiki/langs/cpp.mjs"),
  csharp: () => import("shiki/langs/csharp.mjs"),
  php: () => import("shiki/langs/php.mjs"),
  ruby: () => import("shiki/langs/ruby.mjs"),
  lua: () => import("shiki/langs/lua.mjs"),
  r: () => import("shiki/langs/r.mjs"),
  diff: () => import("shiki/langs/diff.mjs"),
  markdown: () => import("shiki/langs/markdown.mjs"),
  docker: () => import("shiki/langs/docker.mjs"),
};

const theme = createCssVariablesTheme({ name: "olympus", variablePrefix: "--md-", fontStyle: false });
/** Minified lines have no colours worth their time. */
const longestLine = 1000;

let highlighter: Promise<HighlighterCore> | undefined;

const highlight = async ({ id, code, grammar }: HighlightRequest): Promise<Lines> => {
  highlighter ??= createHighlighterCore({ themes: [theme], langs: [], engine: createJavaScriptRegexEngine({ forgiving: true }) });
  const core = await highlighter;
  const loaded = (await loaders[grammar]()).default;
  await core.loadLanguage(...loaded);
  reply({ id, type: "started" });
  const { tokens } = core.codeToTokens(code, {
    lang: loaded.at(-1)?.name ?? grammar,
    theme: "olympus",
    tokenizeMaxLineLength: longestLine,
    tokenizeTimeLimit: 200,
  });
  return tokens.map((line) => line.map((token): CodePiece => [token.content, /--md-token-([a-z-]+)\)/.exec(token.color ?? "")?.[1] ?? ""]));
};

const answer = async (request: HighlightRequest): Promise<void> => {
  let lines: Lines = null;
  try {
    lines = await highlight(request);
  } catch {
    // A grammar that fails leaves the code without colours.
  }
  reply({ id: request.id, type: "done", lines });
};

self.addEventListener("message", (event: MessageEvent<HighlightRequest>) => void answer(event.data));
