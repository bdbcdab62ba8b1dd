import { parseDiff, type DiffGap, type DiffLine } from "./parse-diff.ts";
import { emphasise, type Emphasis } from "./word-emphasis.ts";

/** What happens to the thing a section is about. */
export type DiffSign = "created" | "changed" | "moved" | "deleted" | "folder" | "sent" | "command" | "remembered" | "notified";

/** One thing that changes. `title` names it, `detail` says the rest of the sentence. */
export interface DiffSection {
  readonly key: string;
  readonly sign: DiffSign;
  readonly title: string;
  readonly detail: string;
  /** `diff`: a unified diff. `text`: exactly these words, nothing to compare with. `none`: nothing to show, and why ("" when that goes without saying). */
  readonly body: { readonly type: "diff" | "text"; readonly text: string } | { readonly type: "none"; readonly why: string };
}

export interface ReadSection extends DiffSection {
  readonly lines: readonly (DiffLine | DiffGap)[];
  readonly emphasis: ReadonlyMap<number, Emphasis>;
  readonly addedCount: number;
  readonly removedCount: number;
  readonly longestLine: number;
}

const plainLines = (text: string): DiffLine[] =>
  text.split("\n").map((line) => ({ kind: "same", before: null, after: null, text: line, unended: false }));

/** A section with its lines taken apart. Costs time in proportion to its text; keep what it answers. */
export const readSection = (section: DiffSection): ReadSection => {
  const { body } = section;
  const parsed =
    body.type === "diff"
      ? parseDiff(body.text)
      : { rows: body.type === "text" && body.text !== "" ? plainLines(body.text) : [], addedCount: 0, removedCount: 0 };
  return {
    ...section,
    lines: parsed.rows,
    emphasis: emphasise(parsed.rows),
    addedCount: parsed.addedCount,
    removedCount: parsed.removedCount,
    longestLine: parsed.rows.reduce((longest, row) => Math.max(longest, row.kind === "gap" ? 0 : row.text.length), 0),
  };
};

export type DiffRow =
  | { readonly type: "section"; readonly section: ReadSection; readonly position: number; readonly open: boolean }
  | { readonly type: "line"; readonly line: DiffLine; readonly emphasis: Emphasis | null; readonly isText: boolean }
  | { readonly type: "gap"; readonly lineCount: number | null }
  | { readonly type: "note"; readonly text: string };

/** Something below its title that can be folded away. */
export const canOpen = (section: ReadSection): boolean =>
  section.lines.length > 0 || (section.body.type === "none" && section.body.why !== "");

/** All rows in the order they are read; folded sections are one row. */
export const rowsOf = (sections: readonly ReadSection[], folded: ReadonlySet<string>): DiffRow[] =>
  sections.flatMap((section, position): DiffRow[] => {
    const open = canOpen(section) && !folded.has(section.key);
    const head: DiffRow = { type: "section", section, position, open };
    if (!open) return [head];
    if (section.body.type === "none") return [head, { type: "note", text: section.body.why }];
    const isText = section.body.type === "text";
    return [
      head,
      ...section.lines.map((line, index): DiffRow =>
        line.kind === "gap"
          ? { type: "gap", lineCount: line.lineCount }
          : { type: "line", line, emphasis: section.emphasis.get(index) ?? null, isText },
      ),
    ];
  });
