import { resolve } from "node:path";
import type { IngestReport } from "#core/memory/schema";
import { answer, fail, type RunCommand } from "./command.ts";
import { withClient } from "./open-client.ts";
import { errorSentence, fileProblemSentence } from "../sentences.ts";

const publicReport = (report: IngestReport) => ({
  added: report.added,
  updated: report.updated,
  unchanged: report.unchanged,
  removed: report.removed,
  failed: report.failed.map(({ path, reason }) => ({ path, reason: fileProblemSentence(reason) })),
});

const summary = (report: IngestReport): string =>
  `${report.added} added, ${report.updated} updated, ${report.unchanged} unchanged, ${report.removed} removed, ${report.failed.length} failed`;

export const runIngest: RunCommand = ({ words, json }, terminal) =>
  withClient(terminal, json, async (client) => {
    const paths = words.map((word) => resolve(terminal.callerDir, word));
    const job = await client.library.ingest({ paths });
    const cancel = () => void client.library.cancel({ jobId: job.id });
    terminal.signal.addEventListener("abort", cancel, { once: true });
    if (terminal.signal.aborted) cancel();

    for await (const event of await client.library.job({ jobId: job.id })) {
      if (event.type === "ingest-discovered") terminal.note(`${event.fileCount} files`);
      if (event.type === "ingest-file-end" && event.problem !== null) terminal.note(`${event.path}: ${fileProblemSentence(event.problem)}`);
      if (event.type === "ingest-file-end" && event.problem === null && terminal.attended)
        terminal.note(`[${event.doneCount}/${event.fileCount}] ${event.outcome} ${event.path}`);
      if (event.type === "ingest-error") {
        terminal.note(summary(event.report));
        return fail(terminal, json, event.error, errorSentence(event.error));
      }
      if (event.type === "ingest-end") {
        const { report } = event;
        answer(terminal, json, publicReport(report), summary(report));
        return report.failed.length > 0 && report.added + report.updated + report.unchanged === 0 ? 1 : 0;
      }
    }
    throw new Error("the job's events ended without an end");
  });
