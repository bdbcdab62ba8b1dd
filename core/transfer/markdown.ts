import { createHash } from "node:crypto";
import type { AdoptedMessage } from "#core/chat";
import { cleanText, cleanTitle, longestText, titleFromText } from "./clean-text.ts";
import { plainMessage, type DraftReading } from "./draft.ts";

/** `## You <!-- olympus 2026-11-21T09:00:00.000Z -->`: the mark tells our headings from those of an answer. */
const markedHeading = /^## (.+?) <!-- olympus (\d{4}-\d\d-\d\dT[\d:.]+Z) -->$/;
const plainHeading = /^## (.+)$/;
const fileMark = /^<!-- olympus-chat 1 (\S+) (\d{4}-\d\d-\d\dT[\d:.]+Z) -->$/;
const stateMark = /^\*\((stopped|failed|streaming)\)\*$/;
const fence = /^ {0,3}(`{3,}|~{3,})/;

interface Part {
  readonly heading: string;
  readonly atMs: number | null;
  readonly lines: string[];
}

/** Cuts at our headings. Without marks, what follows a question's first heading is its answer, with all headings of its own. */
const cut = (lines: readonly string[]): { readonly before: readonly string[]; readonly parts: readonly Part[] } => {
  const before: string[] = [];
  const parts: Part[] = [];
  const isMarked = lines.some((line) => markedHeading.test(line));
  let open: string | null = null;
  for (const line of lines) {
    const mark = fence.exec(line)?.[1] ?? null;
    if (mark !== null && open === null) open = mark;
    else if (mark !== null && open !== null && mark[0] === open[0] && mark.length >= open.length && line.trim() === mark) open = null;
    const marked = markedHeading.exec(line);
    const plain = isMarked || open !== null ? null : plainHeading.exec(line);
    const isOurs = plain !== null && (plain[1] === "You" || parts.at(-1)?.heading === "You");
    if (marked !== null) {
      open = null;
      parts.push({ heading: marked[1] ?? "", atMs: Date.parse(marked[2] ?? "") || null, lines: [] });
    } else if (isOurs) parts.push({ heading: plain[1] ?? "", atMs: null, lines: [] });
    else (parts.at(-1)?.lines ?? before).push(line);
  }
  return { before, parts };
};

/** A conversation as our Markdown has it: the branch that was on show. Sources below an answer stay part of its text. */
export const readMarkdown = (content: string, nowMs: number): DraftReading => {
  const lines = cleanText(content.replace(/^\uFEFF/, "")).split("\n");
  const { before, parts } = cut(lines);
  const title = cleanTitle(before.find((line) => line.startsWith("# "))?.slice(2) ?? "");
  if (parts.length === 0) return { ok: false, title, reason: "wrong-shape" };
  const mark = before.map((line) => fileMark.exec(line)).find((found) => found !== null);
  const markedAtMs = Date.parse(mark?.[2] ?? "");
  const createdAtMs = Number.isFinite(markedAtMs) ? markedAtMs : (parts.find(({ atMs }) => atMs !== null)?.atMs ?? nowMs);
  const flaws = new Set<string>();
  const messages = parts.map(({ atMs, heading, lines: body }, index): AdoptedMessage => {
    const endings = body.map((line) => stateMark.exec(line)?.[1]).findLast((found) => found !== undefined);
    const text = (endings === undefined ? body : body.filter((line) => !stateMark.test(line))).join("\n").trim();
    if (text.length > longestText) flaws.add("cut");
    const role = heading === "You" ? "user" : "assistant";
    return {
      ...plainMessage,
      parent: index === 0 ? null : index - 1,
      role,
      text: text.slice(0, longestText).toWellFormed(),
      state: role === "user" || endings === undefined ? "complete" : endings === "failed" ? "failed" : "stopped",
      createdAtMs: atMs ?? createdAtMs,
      answeredBy:
        role === "user" || heading === "Olympus"
          ? null
          : {
              modelId: `imported:${cleanTitle(heading)}`,
              modelName: cleanTitle(heading),
              place: "cloud",
              why: "It was imported from a Markdown file.",
              tried: [],
              account: null,
            },
    };
  });
  const id = mark?.[1] ?? "";
  const origin = id === "" ? `markdown:${createHash("sha256").update(content).digest("hex")}` : `olympus:${id}`;
  return {
    ok: true,
    value: {
      flaws: [...flaws],
      conversation: {
        origins: [origin],
        title: title || titleFromText(messages[0]?.text ?? ""),
        createdAtMs,
        updatedAtMs: messages.at(-1)?.createdAtMs ?? createdAtMs,
        folder: null,
        pinned: false,
        archived: false,
        leaf: messages.length - 1,
        messages,
      },
    },
  };
};
