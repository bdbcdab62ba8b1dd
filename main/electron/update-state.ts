import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What is known about versions across starts. */
export interface UpdateRecord {
  /** A version whose first start has not come up yet; `starts` counts the tries. */
  readonly trial: { readonly version: string; readonly from: string; readonly starts: number } | null;
  /** Versions that did not come up here; they are not offered again. */
  readonly bad: readonly string[];
  /** The version before, set when a bad one was taken back, until the person was told. */
  readonly takenBack: string | null;
}

const empty: UpdateRecord = { trial: null, bad: [], takenBack: null };

/** A new version has so many starts to come up. */
const startLimit = 2;

const isText = (value: unknown): value is string => typeof value === "string" && value.length < 100;

/** The record, or an empty one where it is missing or damaged: then nothing is taken back, which is the safe side. */
export const readUpdateRecord = (path: string): UpdateRecord => {
  try {
    const value = JSON.parse(readFileSync(path, "utf8")) as Partial<UpdateRecord> | null;
    const { bad, takenBack, trial } = value ?? {};
    return {
      trial:
        isText(trial?.version) && isText(trial.from) && Number.isInteger(trial.starts)
          ? { version: trial.version, from: trial.from, starts: trial.starts }
          : null,
      bad: Array.isArray(bad) ? bad.filter(isText) : [],
      takenBack: isText(takenBack) ? takenBack : null,
    };
  } catch {
    return empty;
  }
};

/** Replaces the file in one step, and through the disk's cache: the next line of the program may be the one that ends it. */
export const writeUpdateRecord = (path: string, record: UpdateRecord): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, JSON.stringify(record), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
};

export type StartVerdict =
  | { readonly type: "go"; readonly record: UpdateRecord }
  /** The version did not come up twice: the one before has to come back. */
  | { readonly type: "take-back"; readonly bad: string; readonly good: string; readonly record: UpdateRecord };

/** What a start of `version` means, and the record as it has to be before anything else is loaded. */
export const judgeStart = (record: UpdateRecord, version: string): StartVerdict => {
  const { trial } = record;
  // Another version than the one on trial runs: it was never installed, or it was replaced by hand.
  if (trial?.version !== version) return { type: "go", record: { ...record, trial: null } };
  if (trial.starts < startLimit) return { type: "go", record: { ...record, trial: { ...trial, starts: trial.starts + 1 } } };
  const bad = [...record.bad.filter((other) => other !== version), version].slice(-20);
  return { type: "take-back", bad: version, good: trial.from, record: { trial: null, bad, takenBack: version } };
};
