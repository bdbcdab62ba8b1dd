import { expect, it } from "vitest";
import { activitiesOf } from "./activities.ts";

const t = (key: string, values: Record<string, unknown> = {}) => `${key} ${JSON.stringify(values)}`;
const quiet = { jobs: [], downloads: [], runs: [], answering: [] };

it("says nothing while nothing goes on", () => {
  expect(activitiesOf(quiet, t)).toEqual([]);
  expect(
    activitiesOf(
      {
        ...quiet,
        downloads: [{ name: "done", state: "done", receivedBytes: 1, totalBytes: 1 }],
        runs: [{ id: "run_1" as never, title: "asks", state: "waiting-for-approval", stepCount: 2, doneCount: 1 }],
      },
      t,
    ),
  ).toEqual([]);
});

it("counts what goes on together and leads to it", () => {
  const [answering, runs, reading, downloads] = activitiesOf(
    {
      answering: [{ id: "chat_1" as never, title: "Harbour Lane" }],
      jobs: [
        { fileCount: 10, doneCount: 4 },
        { fileCount: 30, doneCount: 6 },
      ],
      downloads: [
        { name: "a", state: "running", receivedBytes: 30, totalBytes: 100 },
        { name: "b", state: "waiting", receivedBytes: 0, totalBytes: 100 },
        { name: "c", state: "paused", receivedBytes: 50, totalBytes: 100 },
      ],
      runs: [{ id: "run_1" as never, title: "Tidy", state: "running", stepCount: 4, doneCount: 1 }],
    },
    t,
  );
  expect(answering).toMatchObject({ id: "answering", share: null, route: { screen: "chat", conversationId: "chat_1" } });
  expect(runs).toMatchObject({ id: "runs", share: 0.25, route: { screen: "tasks", place: "run", id: "run_1" } });
  expect(reading).toMatchObject({ id: "reading", share: 0.25, text: t("activity.reading", { done: 10, count: 40 }) });
  expect(downloads).toMatchObject({ id: "downloads", share: 0.15, text: t("activity.downloading", { count: 2, name: "a" }) });
});

it("does not guess how far something is", () => {
  const shares = activitiesOf(
    {
      ...quiet,
      jobs: [{ fileCount: null, doneCount: 3 }],
      downloads: [{ name: "a", state: "running", receivedBytes: 3, totalBytes: null }],
    },
    t,
  ).map(({ share }) => share);
  expect(shares).toEqual([null, null]);
});
