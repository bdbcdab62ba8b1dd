import { lstat } from "node:fs/promises";
import { sep } from "node:path";
import { abortedBy, type Aborted, type ClockDep, type IdsDep, type Result } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { DocumentReader, FileReading, WalkEntry } from "#core/documents";
import type { FileProblem } from "#core/documents/schema";
import type { SettingsDep } from "#core/settings";
import type { DocumentStore } from "./document-store.ts";
import type { OriginMarks } from "./origin-marks.ts";
import { arrivalOf } from "./trust.ts";
import type { DocumentWriter } from "./writer.ts";

export interface DocumentsDep {
  readonly documents: DocumentReader;
}

export type IngestDeps = ClockDep &
  DocumentsDep &
  IdsDep &
  SettingsDep & {
    readonly dataDir: string;
    readonly documentStore: DocumentStore;
    readonly originMarks: OriginMarks;
    readonly writer: DocumentWriter;
  };

export type FileOutcome =
  | { readonly outcome: "added" | "updated" | "unchanged" }
  | { readonly outcome: "failed"; readonly problem: FileProblem };

/** What a run tells while it goes; each file's end after the file is on disk and searchable. */
export interface IngestObserver {
  readonly discovered: (fileCount: number, totalBytes: number) => void;
  readonly fileStart: (path: string, position: number) => void;
  readonly fileEnd: (path: string, outcome: FileOutcome) => void;
  readonly removed: (count: number) => void;
}

const filesInBlock = 200;

type FoundFile = Exclude<WalkEntry, { problem: FileProblem }>;
type ReadResult = Result<FileReading, FileProblem | Aborted>;

/**
 * Reads everything below the roots into the library and takes out what has gone from there. A file's trouble is that file's outcome.
 * Errors: Aborted; the files reported as done stay.
 */
export const runIngest = async (
  deps: IngestDeps,
  { roots, forced, signal }: { readonly roots: readonly string[]; readonly forced: boolean; readonly signal: AbortSignal },
  observer: IngestObserver,
): Promise<Result<void, Aborted>> => {
  const { clock, dataDir, documents, documentStore, ids, originMarks, settings, writer } = deps;

  const read = (file: FoundFile): Promise<ReadResult> => {
    const known = documentStore.byPath(file.path)?.document;
    return documents.read(file.path, {
      limitBytes: settings.get().fileLimitBytes,
      knownSha256: forced ? null : (known?.sha256 ?? null),
      signal,
    });
  };

  const entries: WalkEntry[] = [];
  const marks = new Map<number, ReturnType<OriginMarks["read"]>>();
  /** Reads the marks of the files around as well: one program run for many, and none where nothing changed. */
  const originOf = async (path: string, index: number): Promise<string | null> => {
    const block = Math.floor(index / filesInBlock);
    const read =
      marks.get(block) ??
      originMarks.read(
        entries.slice(block * filesInBlock, (block + 1) * filesInBlock).map((entry) => entry.path),
        signal,
      );
    marks.set(block, read);
    return (await read).get(path) ?? null;
  };

  const take = async (file: FoundFile, index: number, reading: ReadResult): Promise<Result<FileOutcome, Aborted>> => {
    if (!reading.ok) return reading.error.type === "Aborted" ? err(reading.error) : ok({ outcome: "failed", problem: reading.error });
    const { parsed, sha256, sizeBytes, modifiedAtMs } = reading.value;
    const known = documentStore.byPath(file.path)?.document;
    if (parsed === null) return ok({ outcome: "unchanged" });
    const { kind, title, pageCount, notes } = parsed.document;
    if (parsed.chunks.length === 0) return ok({ outcome: "failed", problem: { type: "FileWithoutText" } });
    const draft = {
      id: known?.id ?? ids.create("doc"),
      path: file.path,
      root: known?.root ?? file.root,
      kind,
      title,
      sizeBytes,
      sha256,
      pageCount,
      chunkCount: parsed.chunks.length,
      addedAtMs: known?.addedAtMs ?? clock.nowMs(),
      modifiedAtMs,
      notes,
      provenance: {
        path: file.path,
        cameBy: arrivalOf(dataDir, file.path, known?.root ?? file.root),
        origin: await originOf(file.path, index),
        readAtMs: clock.nowMs(),
      },
    };
    return writer.write(draft, parsed.chunks, signal);
  };

  /** Gone for certain: known below a root's folder, not met on the way, and not there when looked for by name. */
  const removeVanished = async (met: ReadonlySet<string>): Promise<number> => {
    const gone: number[] = [];
    for (const root of roots) {
      for (const { path, version } of documentStore.below(root, sep)) {
        if (path === root || met.has(path) || signal.aborted) continue;
        const isGone = await lstat(path).then(
          () => false,
          (cause: unknown) => cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR"),
        );
        if (isGone) gone.push(version);
      }
    }
    return gone.length === 0 || signal.aborted ? 0 : writer.remove(gone);
  };

  for await (const entry of documents.walk(roots, signal)) entries.push(entry);
  if (signal.aborted) return err(abortedBy(signal));
  observer.discovered(
    entries.length,
    entries.reduce((sum, entry) => sum + ("problem" in entry ? 0 : entry.sizeBytes), 0),
  );

  // One file is read ahead, so that the parser's thread works while the one before is written.
  const readEntry = (entry: WalkEntry | undefined): Promise<ReadResult> | null =>
    entry === undefined || "problem" in entry ? null : read(entry);
  let ahead = readEntry(entries[0]);
  const met = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    if (signal.aborted) return err(abortedBy(signal));
    observer.fileStart(entry.path, index + 1);
    const reading = await ahead;
    ahead = readEntry(entries[index + 1]);
    const outcome = "problem" in entry || reading === null ? null : await take(entry, index, reading);
    if (outcome !== null && !outcome.ok) return outcome;
    const end: FileOutcome = outcome?.value ?? {
      outcome: "failed",
      problem: "problem" in entry ? entry.problem : { type: "FileVanished" },
    };
    if (end.outcome !== "failed" || end.problem.type !== "FileVanished") met.add(entry.path);
    observer.fileEnd(entry.path, end);
  }
  // A folder that is itself gone (a drive not plugged in) takes nothing with it.
  const missing = new Set(entries.flatMap((entry) => ("problem" in entry && entry.path === entry.root ? [entry.root] : [])));
  if (!roots.some((root) => missing.has(root))) observer.removed(await removeVanished(met));
  return signal.aborted ? err(abortedBy(signal)) : ok(undefined);
};
