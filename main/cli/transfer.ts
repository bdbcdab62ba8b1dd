import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { reasonOf } from "#core/base";
import type { TransferFlaw, TransferPreview, TransferReport } from "#core/transfer/schema";
import { errorSentence } from "../sentences.ts";
import { answer, fail, misused, type RunCommand } from "./command.ts";
import { withClient } from "./open-client.ts";

const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

const flawSentences: Readonly<Record<TransferFlaw, string>> = {
  circle: "its messages name each other in a circle; it was cut open",
  cut: "a message of more than a million characters was cut",
  empty: "there is no message in it that a person could read",
  messages: "some of its messages cannot be read",
  "no-id": "it has no id",
  "not-json": "it is not valid JSON",
  "not-stored": "it could not be stored",
  "same-id": "some of its messages have the same id",
  "too-large": "it is far larger than a conversation can be",
  truncated: "the file ends in the middle of it",
  "wrong-shape": "it does not look like a conversation",
};

const damageLine = ({ isKept, reason, title }: TransferReport["damaged"][number]): string =>
  `${title === "" ? "without a title" : title}: ${flawSentences[reason as TransferFlaw] ?? reason}${isKept ? " (the rest of it is in)" : ""}`;

const reportSentence = ({ added, damagedCount, known, messages }: TransferReport): string =>
  `${added} added with ${messages} messages, ${known} here already, ${damagedCount} damaged`;

const previewSentence = (preview: TransferPreview): string => {
  const { conversationCount, damagedCount, examples, format, knownCount, messageCount, newestAtMs, oldestAtMs } = preview;
  const time = oldestAtMs === null || newestAtMs === null ? "" : `, ${day(oldestAtMs)} to ${day(newestAtMs)}`;
  return [
    `${format}: ${conversationCount} conversations with ${messageCount} messages${time}`,
    `${knownCount} here already, ${damagedCount} damaged`,
    ...examples.map((title) => `  ${title}`),
  ].join("\n");
};

export const runImport: RunCommand = ({ words, options, json }, terminal) =>
  withClient(terminal, json, async (client) => {
    const path = resolve(terminal.callerDir, words[0] ?? "");
    if (options["dry-run"] === true) {
      const preview = await client.transfer.preview({ path }, { signal: terminal.signal });
      answer(terminal, json, preview, previewSentence(preview));
      return 0;
    }
    for await (const event of await client.transfer.import({ path }, { signal: terminal.signal })) {
      if (event.type === "transfer-progress") {
        if (terminal.attended) terminal.note(`[${event.doneCount}/${event.totalCount}] ${event.title}`);
        continue;
      }
      for (const entry of event.report.damaged) terminal.note(damageLine(entry));
      if (event.type === "transfer-error") {
        terminal.note(reportSentence(event.report));
        return fail(terminal, json, event.error, errorSentence(event.error));
      }
      answer(terminal, json, event.report, reportSentence(event.report));
      return 0;
    }
    if (terminal.signal.aborted) return fail(terminal, json, { type: "Aborted" }, errorSentence({ type: "Aborted", by: "user" }));
    throw new Error("the import ended without an end");
  });

/** Writes beside the file first, so that FILE is whole or not there. */
export const runExport: RunCommand = ({ options, json }, terminal) => {
  const out = options["out"];
  if (typeof out !== "string" || out === "") return Promise.resolve(misused(terminal, "Usage: olympus export --out FILE.zip"));
  const path = resolve(terminal.callerDir, out);
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.part`;
  return withClient(terminal, json, async (client) => {
    try {
      const file = await open(unfinished, "wx", 0o600);
      let conversations = 0;
      let sizeBytes = 0;
      let isWhole = false;
      try {
        for await (const event of await client.transfer.exportAll(undefined, { signal: terminal.signal })) {
          if (event.type === "export-start") conversations = event.conversationCount;
          else if (event.type === "export-piece") {
            const bytes = Buffer.from(event.base64, "base64");
            sizeBytes += bytes.length;
            await file.writeFile(bytes);
            if (terminal.attended) terminal.note(`[${event.doneCount}/${conversations}]`);
          } else if (event.type === "export-error") return fail(terminal, json, event.error, errorSentence(event.error));
          else isWhole = true;
        }
        if (isWhole) await file.sync();
      } finally {
        await file.close();
      }
      if (!isWhole) return fail(terminal, json, { type: "Aborted" }, errorSentence({ type: "Aborted", by: "user" }));
      await rename(unfinished, path);
      const mebibytes = (sizeBytes / 1024 ** 2).toFixed(1);
      answer(terminal, json, { path, conversations, sizeBytes }, `${path}\n${conversations} conversations, ${mebibytes} MB`);
      return 0;
    } catch (cause) {
      if (!(cause instanceof Error && "code" in cause && "syscall" in cause)) throw cause;
      return fail(terminal, json, { type: "FileUnwritable" }, `${path} cannot be written: ${reasonOf(cause)}`);
    } finally {
      await rm(unfinished, { force: true });
    }
  });
};
