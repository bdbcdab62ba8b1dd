import { err, ok, type Result } from "#core/base/schema";
import type { Effect } from "#core/tools/schema";
import { invertOperation, sameFingerprint, type FolderFiles } from "#core/workspace";
import type { FileOperation, Fingerprint } from "#core/workspace/schema";
import { readableDiff, reversedDiff } from "./describe.ts";
import type { Journal, RunRow } from "./journal.ts";
import { leavesNothing, type EffectRecord } from "./report.ts";
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

/** Finds out what undoing a run would do. Reads the folder, changes nothing. Errors: RunNotUndoable. */
export const planUndo = async (
  journal: Journal,
  row: RunRow,
  world: FolderFiles,
  force: readonly string[],
): Promise<Result<UndoPlan, PlanError>> => {
  if (row.state !== "ended") return err({ type: "RunNotUndoable", runId: row.id, reason: "it has not ended" });
  const records = journal.effects(row.id).filter(({ effect, state }) => (state === "done" || state === "stuck") && !leavesNothing(effect));
  if (records.length === 0) return err({ type: "RunNotUndoable", runId: row.id, reason: "nothing of it is left to undo" });

  const model = createWorldModel(world);
  const conflicts = new Set<string>();
  const cannotUndo: { effect: Effect; why: string }[] = [];
  const ways: WayBack[] = [];
  const add = (record: EffectRecord, operation: FileOperation): void => {
    const diff = record.effect.type === "file" ? reversedDiff(record.effect.diff) : "";
    ways.push({
      position: record.position,
      effect: { type: "file", operation, diff: operation.type === "write-file" || operation.type === "trash" ? diff : "" },
      reverses: `${row.id} ${record.position} ${record.number}`,
    });
    model.apply(operation);
  };
  const isAs = async (places: readonly (readonly [string, Fingerprint])[]): Promise<readonly string[]> => {
    const different: string[] = [];
    for (const [path, expected] of places) if (!sameFingerprint(await model.at(path), expected)) different.push(path);
    return different;
  };

  for (const record of records.toReversed()) {
    if (record.effect.type !== "file") {
      cannotUndo.push({ effect: record.effect, why: record.why === "" ? outsideReason : record.why });
      continue;
    }
    const operation = invertOperation(record.effect.operation);
    const different = await isAs(expectedBefore(operation));
    if (different.length === 0) {
      if (operation.type === "trash" && operation.before.kind === "folder" && !(await model.isEmpty(operation.path)))
        cannotUndo.push({ effect: record.effect, why: "the folder now holds something else" });
      else add(record, operation);
      continue;
    }
    if ((await isAs(afterwards(operation))).length === 0) {
      // Somebody took it back already; doing it again changes nothing.
      add(record, operation);
      continue;
    }
    const found = new Map<string, Fingerprint>();
    for (const [path] of expectedBefore(operation)) found.set(path, await model.at(path));
    if (!different.every((path) => force.includes(path))) {
      different.forEach((path) => conflicts.add(path));
      // The rest is looked at as if this one had gone well, so that one conflict does not make others up.
      model.apply(operation);
      continue;
    }
    const over = forced(operation, found);
    if (over === null) cannotUndo.push({ effect: record.effect, why: `something else stands at ${different.join(", ")}` });
    else for (const step of over) add(record, step);
  }
  const effects = ways.map(({ effect }) => effect);
  return ok({ preview: { runId: row.id, effects, diff: readableDiff(effects), conflicts: [...conflicts], cannotUndo }, ways });
};
