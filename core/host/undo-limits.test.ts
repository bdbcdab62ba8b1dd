import { expect, it } from "vitest";
import { silentLog } from "#core/base";
import { createSettings } from "#core/settings";
import { createFakeClock, openTestStore } from "#core/testing";
import { createBlobs } from "#core/workspace";
import { keepUndoLimits } from "./undo-limits.ts";
import { migrations } from "./migrations.ts";

const dayMs = 24 * 3_600_000;
const mebibyte = 1024 ** 2;

it("room and time of undo follow the settings at once; what gives way is told first, and an open run never does", async () => {
  const store = openTestStore(migrations);
  const clock = createFakeClock();
  const settings = createSettings({ store });
  const released: string[][] = [];
  const blobs = createBlobs({
    clock,
    store,
    isNeeded: (runId) => runId === "run_open",
    onRelease: (runIds) => void released.push(runIds.filter((runId) => blobs.pinnedBy(runId).length > 0)),
  });
  const limiting = keepUndoLimits({ blobs, log: silentLog, settings });
  expect(blobs.usage()).toMatchObject({ quotaBytes: 5 * 1024 ** 3, keepMs: 30 * dayMs });
  for (const runId of ["run_open", "run_old", "run_new"]) {
    await blobs.put(runId, Buffer.alloc(6 * mebibyte, runId));
    await clock.advance(dayMs);
  }
  settings.update({ undoQuotaBytes: 13 * mebibyte });
  await expect.poll(() => released).toEqual([["run_old"]]);
  settings.update({ undoKeepDays: 1 });
  await expect.poll(() => blobs.usage().keepMs).toBe(dayMs);
  await clock.advance(dayMs);
  await blobs.sweep();
  expect(released).toEqual([["run_old"], ["run_new"]]);
  expect(blobs.pinnedBy("run_open")).toHaveLength(1);
  await limiting.stop();
  store.cleanup();
});
