import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { sha256Of } from "./fingerprint.ts";
import { invertOperation } from "./invert.ts";
import { openFolder } from "./open-folder.ts";
import type { FileOperation, Fingerprint } from "./schema.ts";
import { createKeeper, openTestWorkspace, snapshot } from "./test-folder.ts";

/** Counts what changes the disk; from the one in question on, nothing reaches the disk any more, as if the process were dead. */
const power = vi.hoisted(() => ({ calls: 0, diesAt: Number.POSITIVE_INFINITY, watching: false }));

vi.mock("node:fs", async (importOriginal) => {
  const real = await importOriginal<typeof import("node:fs")>();
  const mortal = <Arguments extends unknown[], Value>(work: (...given: Arguments) => Value) =>
    ((...given: Arguments): Value => {
      if (power.watching) {
        if (power.calls >= power.diesAt) throw new Error("the process is dead");
        power.calls += 1;
      }
      return work(...given);
    }) as typeof work;
  return {
    ...real,
    linkSync: mortal(real.linkSync),
    renameSync: mortal(real.renameSync),
    unlinkSync: mortal(real.unlinkSync),
    mkdirSync: mortal(real.mkdirSync),
    rmdirSync: mortal(real.rmdirSync),
    openSync: mortal(real.openSync),
    fchmodSync: mortal(real.fchmodSync),
    fchownSync: mortal(real.fchownSync),
    write: mortal(real.write as (...given: unknown[]) => void),
    fsync: mortal(real.fsync as (...given: unknown[]) => void),
  };
});

const file = (text: string, mode = 0o644): Fingerprint & { kind: "file" } => {
  const bytes = Buffer.from(text);
  return { kind: "file", sha256: sha256Of(bytes), sizeBytes: bytes.length, mode };
};

const planted = { "a.txt": "old", "dir/b.txt": "second", "full/c.txt": "third", "empty/": "" };

const operations: Record<string, readonly [FileOperation, string | null]> = {
  "make-folder": [{ type: "make-folder", path: "dir/new", mode: 0o700 }, null],
  "write-file, new": [{ type: "write-file", path: "dir/new.txt", before: { kind: "absent" }, after: file("new", 0o600) }, "new"],
  "write-file, replacing": [{ type: "write-file", path: "a.txt", before: file("old"), after: file("newer", 0o755) }, "newer"],
  "move of a file": [{ type: "move", from: "a.txt", to: "dir/moved.txt", moved: file("old") }, null],
  "move of a file in its folder": [{ type: "move", from: "a.txt", to: "A.txt", moved: file("old") }, null],
  "move of a folder": [{ type: "move", from: "full", to: "dir/full", moved: { kind: "folder" } }, null],
  "trash of a file": [{ type: "trash", path: "a.txt", before: file("old") }, null],
  "trash of a folder": [{ type: "trash", path: "empty", before: { kind: "folder" }, folderMode: 0o755 }, null],
};

const reopen = async (path: string) => {
  const opened = await openFolder(path, "write");
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
};

/** Runs `work` with the power failing at call `diesAt`; true when it failed before the end. */
const dies = async (diesAt: number, work: () => Promise<unknown>): Promise<boolean> => {
  Object.assign(power, { calls: 0, diesAt, watching: true });
  try {
    await work();
    return power.calls >= diesAt;
  } catch {
    return true;
  } finally {
    power.watching = false;
  }
};

it.each(Object.entries(operations))(
  "[W10] %s: whenever the process dies, doing it again finishes it, and taking it back leaves nothing",
  async (_, [operation, text]) => {
    const contents = text === null ? null : Buffer.from(text);
    const { options } = createKeeper();
    const before =
      operation.type === "move" || operation.type === "make-folder" ? null : operation.before.kind === "file" ? Buffer.from("old") : null;
    let points = 0;
    for (const direction of ["forwards", "backwards"] as const) {
      for (let diesAt = 0, more = true; more; diesAt += 1) {
        for (const after of ["again", "other way"] as const) {
          const workspace = await openTestWorkspace(planted);
          chmodSync(join(workspace.path, "empty"), 0o755);
          const start = snapshot(workspace.path);
          const { files } = workspace;
          if (direction === "backwards") expect(await files.apply(operation, contents, options)).toEqual({ ok: true, value: "applied" });
          const goal = direction === "backwards" ? snapshot(workspace.path) : start;

          const [first, firstBytes] = direction === "forwards" ? [operation, contents] : [invertOperation(operation), before];
          more = await dies(diesAt, () => files.apply(first, firstBytes, options));
          points += 1;
          // Nothing of what stood there is ever without any name.
          const during = JSON.stringify(snapshot(workspace.path));
          for (const content of ["second", "third"]) expect(during).toContain(Buffer.from(content).toString("hex"));

          const restarted = await reopen(workspace.path);
          const [second, secondBytes] =
            after === "again"
              ? [first, firstBytes]
              : direction === "forwards"
                ? [invertOperation(operation), before]
                : [operation, contents];
          expect(await restarted.apply(second, secondBytes, options), `${direction} ${diesAt} ${after}`).toMatchObject({ ok: true });
          if (after === "other way") expect(snapshot(workspace.path), `${direction} ${diesAt}`).toEqual(goal);
          else {
            expect(Object.keys(snapshot(workspace.path)).filter((path) => path.includes(".olympus-"))).toEqual([]);
            expect(await restarted.apply(second, secondBytes, options)).toEqual({ ok: true, value: "already" });
          }
          await restarted.close();
          await workspace.cleanup();
        }
      }
    }
    // Without a single death there would be eight.
    expect(points).toBeGreaterThanOrEqual(20);
  },
);
