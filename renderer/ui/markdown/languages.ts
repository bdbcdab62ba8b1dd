/** What a fence may name → the grammar that colours it. Any other language is shown without colours. */
const aliases = {
  typescript: ["ts", "mts", "cts"],
  tsx: [],
  javascript: ["js", "mjs", "cjs", "node"],
  jsx: [],
  json: ["json5", "jsonc"],
  shellscript: ["bash", "sh", "shell", "zsh", "console"],
  python: ["py"],
  yaml: ["yml"],
  toml: [],
  ini: ["conf"],
  html: ["htm"],
  xml: ["svg"],
  css: [],
  sql: ["sqlite", "postgresql"],
  rust: ["rs"],
  go: ["golang"],
  java: [],
  kotlin: ["kt"],
  swift: [],
  c: ["h"],
  cpp: ["c++", "cc", "hpp"],
  csharp: ["cs", "c#"],
  php: [],
  ruby: ["rb"],
  lua: [],
  r: [],
  diff: ["patch"],
  markdown: ["md"],
  docker: ["dockerfile"],
} as const satisfies Record<string, readonly string[]>;

export type Grammar = keyof typeof aliases;

const grammars = new Map<string, Grammar>(
  Object.entries(aliases).flatMap(([grammar, others]) => [grammar, ...others].map((name): [string, Grammar] => [name, grammar as Grammar])),
);

export const grammarOf = (language: string): Grammar | null => grammars.get(language) ?? null;
