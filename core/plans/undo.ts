import { err, ok, type Result } from "#core/base/schema";
import type { Effect } from "#core/tools/schema";
import { invertOperation, sameFingerprint, type FolderFiles } from "#core/workspace";
import type { FileOperation, Fingerprint } from "#core/workspace/schema";
import { pathsOf, readableDiff, reversedDiff } from "./describe.ts";
import type { Journal, RunRow } from "./journal.ts";
import { leavesNothing, type EffectRecord } from "./report.ts";
import type { RunContents } from "./ports.ts";
import type { PlanError, UndoPreview } from "./schema.ts";
import { createWorldModel } from "./world-model.ts";

/** One effect that an undo will have, and which effect of the earlier run it takes back. */
export interface WayBack {
  readonly position: number;
  readonly effect: Effect;
  readonly reverses: string;
}

export interface UndoPlan {
  readonly preview: UndoPreview;
  /** In the order they are to be done. */
  readonly ways: readonly WayBack[];
}

const absent: Fingerprint = { kind: "absent" };

/** The places an operation changes, as they are before it. */
const expectedBefore = (operation: FileOperation): readonly (readonly [path: string, fingerprint: Fingerprint])[] => {
  switch (operation.type) {
    case "make-folder":
      return [[operation.path, absent]];
    case "move":
      return [
        [operation.from, operation.moved],
        [operation.to, absent],
      ];
    case "trash":
    case "write-file":
      return [[operation.path, operation.before]];
  }
};

const afterwards = (operation: FileOperation): readonly (readonly [path: string, fingerprint: Fingerprint])[] =>
  expectedBefore(invertOperation(operation));

/** The way back over what somebody did since: their version goes where every before-image goes, so that undoing the undo brings it back. */
const forced = (operation: FileOperation, found: ReadonlyMap<string, Fingerprint>): readonly FileOperation[] | null => {
  switch (operation.type) {
    case "write-file":
    case "trash": {
      const now = found.get(operation.path) ?? absent;
      if (now.kind !== "file" && now.kind !== "absent") return null;
      if (operation.type === "write-file") return operation.before.kind === "folder" ? null : [{ ...operation, before: now }];
      return operation.before.kind === "folder" ? null : now.kind === "absent" ? [] : [{ ...operation, before: now }];
    }
    case "move": {
      const source = found.get(operation.from) ?? absent;
      const target = found.get(operation.to) ?? absent;
      if (source.kind !== "file") return null;
      if (target.kind === "absent") return [{ ...operation, moved: source }];
      return target.kind === "file"
        ? [
            { type: "trash", path: operation.to, before: target },
            { ...operation, moved: source },
          ]
        : null;
    }
    case "make-folder":
      return null;
  }
};

const outsideReason = "what left the folder cannot be taken back";
const expiredReason = "what stood there before is no longer kept";

/** What the person decided about places that somebody changed since. */
export interface UndoChoices {
  /** What somebody did there is overwritten; it can be brought back. */
  readonly force?: readonly string[] | undefined;
  /** These stay as they are, and with them all that the run did there. */
  readonly skip?: readonly string[] | undefined;
}

const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

/** Places that an undo leaves alone, each with the reason; null: the person said so. What happened there earlier has to stay as well. */
const createLeftPlaces = (skip: readonly string[]) => {
  const left = new Map<string, string | null>(skip.map((path) => [path, null]));
  return {
    /** Why an operation has to be left; undefined when nothing speaks against it. */
    reasonFor: (operation: FileOperation): string | null | undefined => {
      const paths = pathsOf(operation);
      const removesFolder = operation.type === "trash" && operation.before.kind === "folder";
      for (const [place, why] of left)
        if (paths.some((path) => path === place || isBelow(path, place) || (removesFolder && isBelow(place, path)))) return why;
      return undefined;
    },
    add: (operation: FileOperation, why: string | null): void => pathsOf(operation).forEach((path) => left.set(path, why)),
    /** What lies in a folder that is moved goes with it. */
    follow: (operation: FileOperation): void => {
      if (operation.type !== "move") return;
      for (const [place, why] of left)
        if (isBelow(place, operation.from)) left.set(`${operation.to}${place.slice(operation.from.length)}`, why);
    },
  };
};

export interface UndoDeps {
  readonly journal: Journal;
  readonly contents: Pick<RunContents, "has">;
}

/** Finds out what undoing a run would do. Reads the folder, changes nothing. Errors: RunNotUndoable. */
export const planUndo = async (
  { contents, journal }: UndoDeps,
  row: RunRow,
  world: FolderFiles,
  { force = [], skip = [] }: UndoChoices,
): Promise<Result<UndoPlan, PlanError>> => {
  if (row.state !== "ended") return err({ type: "RunNotUndoable", runId: row.id, reason: "it has not ended" });
  const records = journal.effects(row.id).filter(({ effect, state }) => (state === "done" || state === "stuck") && !leavesNothing(effect));
  if (records.length === 0) return err({ type: "RunNotUndoable", runId: row.id, reason: "nothing of it is left to undo" });

  const model = createWorldModel(world);
  const left = createLeftPlaces(skip);
  const steps = journal.steps(row.id);
  const conflicts = new Map<string, UndoPreview["conflictPlaces"][number]>();
  const cannotUndo: { effect: Effect; why: string }[] = [];
  const skipped: Effect[] = [];
  const ways: WayBack[] = [];
  const add = (record: EffectRecord, operation: FileOperation): void => {
    const diff = record.effect.type === "file" ? reversedDiff(record.effect.diff) : "";
    ways.push({
      position: record.position,
      effect: { type: "file", operation, diff: operation.type === "write-file" || operation.type === "trash" ? diff : "" },
      reverses: `${row.id} ${record.position} ${record.number}`,
    });
    model.apply(operation);
    left.follow(operation);
  };
  const leave = ({ effect }: EffectRecord, operation: FileOperation, why: string | null): void => {
    left.add(operation, why);
    if (why === null) skipped.push(effect);
    else cannotUndo.push({ effect, why });
  };
  const isAs = async (places: readonly (readonly [string, Fingerprint])[]): Promise<readonly string[]> => {
    const different: string[] = [];
    for (const [path, expected] of places) if (!sameFingerprint(await model.at(path), expected)) different.push(path);
    return different;
  };
  const isKept = (operation: FileOperation): boolean =>
    operation.type !== "write-file" || operation.after.kind !== "file" || contents.has(operation.after.sha256);

  for (const record of records.toReversed()) {
    if (record.effect.type !== "file") {
      cannotUndo.push({ effect: record.effect, why: record.why === "" ? outsideReason : record.why });
      continue;
    }
    const operation = invertOperation(record.effect.operation);
    const reason = left.reasonFor(operation);
    if (reason !== undefined) {
      leave(record, operation, reason);
      continue;
    }
    const before = expectedBefore(operation);
    const different = await isAs(before);
    if (different.length > 0 && (await isAs(afterwards(operation))).length === 0) {
      // Somebody took it back already; doing it again changes nothing.
      add(record, operation);
      continue;
    }
    if (!isKept(operation)) {
      leave(record, operation, expiredReason);
      continue;
    }
    if (different.length === 0) {
      if (operation.type === "trash" && operation.before.kind === "folder" && !(await model.isEmpty(operation.path)))
        leave(record, operation, "the folder now holds something else");
      else add(record, operation);
      continue;
    }
    const found = new Map<string, Fingerprint>();
    for (const [path] of before) found.set(path, await model.at(path));
    const over = forced(operation, found);
    if (!different.every((path) => force.includes(path))) {
      const step = steps[record.position]?.step ?? "";
      for (const [path, expected] of before)
        if (different.includes(path) && !conflicts.has(path))
          conflicts.set(path, { path, step, expected, found: found.get(path) ?? absent, mayForce: over !== null });
      // The rest is looked at as if this one had gone well, so that one conflict does not make others up.
      model.apply(operation);
      left.follow(operation);
      continue;
    }
    if (over === null) leave(record, operation, `something else stands at ${different.join(", ")}`);
    else for (const way of over) add(record, way);
  }
  const effects = ways.map(({ effect }) => effect);
  const preview: UndoPreview = {
    runId: row.id,
    effects,
    diff: readableDiff(effects),
    conflicts: [...conflicts.keys()],
    conflictPlaces: [...conflicts.values()],
    skipped,
    cannotUndo,
  };
  return ok({ preview, ways });
};
