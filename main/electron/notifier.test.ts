import { afterEach, expect, it, vi } from "vitest";
import { createNotifier } from "./notifier.ts";
import { textsOf } from "./texts.ts";
import { Notification } from "./testing/fake-electron.ts";

const signal = new AbortController().signal;
const message = { title: "Done", text: "Three files were moved." };
const away = { texts: () => textsOf("en", "en"), isLocked: () => false, isLooking: () => false, onChosen: () => {} };

afterEach(() => {
  Notification.way = "shows";
  Notification.all.splice(0);
  vi.useRealTimers();
});

it("shows the words, and choosing it brings the window", async () => {
  const onChosen = vi.fn();
  const notifier = createNotifier({ ...away, onChosen });
  expect(await notifier.send(message, signal)).toEqual({ ok: true, value: undefined });
  expect(Notification.all.map(({ options }) => options)).toEqual([{ title: "Done", body: "Three files were moved." }]);
  expect(onChosen).not.toHaveBeenCalled();
  Notification.all[0]?.emit("click", {});
  expect(onChosen.mock.calls).toEqual([[null]]);
});

it.each([
  [{ type: "approval", approvalId: "approval_1", runId: "run_1" }, "/tasks/approvals"],
  [{ type: "plan", taskId: "task_1", planId: "plan_1" }, "/tasks/plan/plan_1"],
  [{ type: "message" }, null],
] as const)("leads to where %o is answered", async (about, place) => {
  const onChosen = vi.fn();
  await createNotifier({ ...away, onChosen }).send(Object.assign({ about }, message), signal);
  Notification.all[0]?.emit("click", {});
  expect(onChosen.mock.calls).toEqual([[place]]);
});

it.each(["unsupported", "fails", "silent"] as const)("says that somebody else has to show it where the system is %s", async (way) => {
  vi.useFakeTimers();
  Notification.way = way;
  const sent = createNotifier(away).send(message, signal);
  await vi.advanceTimersByTimeAsync(3000);
  expect(await sent).toMatchObject({ ok: false, error: { type: "RequestFailed" } });
});

it("leaves it to the interface while the person looks at the window", async () => {
  expect(await createNotifier({ ...away, isLooking: () => true }).send(message, signal)).toMatchObject({ ok: false });
  expect(Notification.all).toEqual([]);
});

it("tells a locked screen that something waits, and not what", async () => {
  await createNotifier({ ...away, isLocked: () => true }).send(message, signal);
  expect(Notification.all.map(({ options }) => options)).toEqual([{ title: "Olympus", body: "Something waits for you." }]);
});
