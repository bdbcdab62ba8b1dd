import { err, ok, type Result } from "#core/base";
import type { DecodedText } from "./decode.ts";
import { isBlank, linesIn, patternLimit, type Line } from "./lines.ts";
import type { Block, FileProblem, ParsedDocument } from "./schema.ts";

/** Definitions that name what follows, across common languages; the name is group 1 of whichever matches. */
const definitions: readonly RegExp[] = [
  /^\s*(?:(?:export|default|declare|public|private|protected|internal|static|abstract|final|sealed|partial|async|unsafe|pub(?:\([a-z]+\))?|open|data|override|inline|virtual)\s+){0,6}(?:function\*?|class|interface|enum|struct|trait|def|fn|func|fun|sub|module|namespace|object|protocol|extension|record|type|impl)\s+((?:\([^)]*\)\s*)?[\w$][\w$.:]*)/,
  /^(?:export\s+)?(?:const|let|var)\s+([\w$]+)(?:\s*:[^=]{1,200})?\s*=\s*(?:async\s*)?(?:\(|function\b|[\w$]+\s*=>)/,
  /^\s*(?:create|alter)\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(?:table|view|function|procedure|trigger|index)\s+(?:if\s+not\s+exists\s+)?["`[]?([\w.]+)/i,
  // C, C++, Java, C#: a return type, a name, parameters, and an opening brace at the end of the line.
  /^\s*(?:[\w:<>,*&[\]]+\s+){1,6}[*&]?([\w:~]+)\s*\([^;{}]*\)\s*(?:const\s*)?(?:throws\s+[\w, .]+)?\{\s*$/,
];
const notNames = new Set(["if", "for", "while", "switch", "catch", "else", "return", "do", "new", "elif", "with", "using", "lock"]);
/** Lines that belong to the definition under them. */
const lead = /^\s*(?:@|#\[|\[[A-Z]|\/\/|\/\*|\*|#|--|"""|;;)/;
const closing = /^\s*(?:[)\]}]|end\b|else\b|\{)/;

const definedName = (line: Line): string | null => {
  if (line.text.length > patternLimit / 2) return null;
  for (const pattern of definitions) {
    const name = pattern.exec(line.text)?.[1];
    if (name !== undefined && !notNames.has(name)) return name.replace(/[:.]+$/, "");
  }
  return null;
};

const indentOf = (line: Line) => line.text.length - line.text.trimStart().length;

/**
 * Reads source code as written. A block begins at a definition, its comments and decorators included, and after an empty line; its
 * heading is the enclosing definitions' names, judged by indentation. A guess that costs one pass, not a parser. Errors: FileWithoutText.
 */
export const parseCode = (source: DecodedText, fileName: string): Result<ParsedDocument, FileProblem> => {
  const { text } = source;
  if (text.trim() === "") return err({ type: "FileWithoutText" });
  const lines = linesIn(text);
  const blocks: Block[] = [];
  let open: { name: string; indent: number }[] = [];
  let headings: readonly string[] = [];
  let start = -1;
  let leadStart = -1;

  const leave = (indent: number) => {
    const kept = open.filter((definition) => definition.indent < indent);
    if (kept.length !== open.length) headings = kept.map((definition) => definition.name);
    open = kept;
  };
  const close = (after: number) => {
    const first = lines[start];
    const last = lines[after - 1];
    if (start >= 0 && start < after && first !== undefined && last !== undefined)
      blocks.push({ kind: "code", start: first.start, end: last.end, page: null, headings });
    start = -1;
  };

  for (const [index, line] of lines.entries()) {
    if (isBlank(line)) {
      close(index);
      leadStart = -1;
      continue;
    }
    const name = definedName(line);
    const indent = indentOf(line);
    if (name !== null) {
      close(leadStart === -1 ? index : leadStart);
      leave(indent);
      open = [...open, { name, indent }];
      headings = open.map((definition) => definition.name);
      start = leadStart === -1 ? index : leadStart;
      leadStart = -1;
      continue;
    }
    if (lead.test(line.text.slice(0, 200))) {
      if (leadStart === -1) leadStart = index;
    } else {
      leadStart = -1;
      // Code back at a definition's own indentation, other than its closing bracket, is outside of it.
      const inner = open.at(-1);
      if (inner !== undefined && indent <= inner.indent && !closing.test(line.text.slice(0, 200))) {
        close(index);
        leave(indent);
      }
    }
    if (start === -1) start = index;
  }
  close(lines.length);
  return ok({ kind: "code", title: fileName, text, blocks, pageCount: null, notes: source.notes });
};
