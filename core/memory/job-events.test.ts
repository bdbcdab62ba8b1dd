import { expect, it } from "vitest";
import { createSeededIds } from "#core/testing";
import { createJobEvents } from "./job-events.ts";
import type { IngestEvent } from "./schema.ts";

const open = () => createJobEvents({ jobId: createSeededIds().create("job"), roots: ["/a"] });
const discovered: IngestEvent = { type: "ingest-discovered", fileCount: 2, totalBytes: 10 };
const start = (position: number): IngestEvent => ({ type: "ingest-file-start", path: `/a/${position}`, position });
const end = (position: number): IngestEvent => ({
  type: "ingest-file-end",
  path: `/a/${position}`,
  outcome: "added",
  problem: null,
  doneCount: position,
  fileCount: 2,
});
const over: IngestEvent = { type: "ingest-end", report: { added: 2, updated: 0, unchanged: 0, removed: 0, failed: [] }, durationMs: 5 };
const collect = async (events: AsyncIterable<IngestEvent>) => {
  const types: string[] = [];
  for await (const event of events) types.push("position" in event ? `${event.type} ${event.position}` : event.type);
  return types;
};

it("[M1, M6] an early listener hears everything, a late one how things stand and then the rest, one after the end the whole in short", async () => {
  const events = open();
  const early = collect(events.subscribe());
  for (const event of [discovered, start(1), end(1), start(2)]) events.publish(event);
  const late = collect(events.subscribe());
  for (const event of [end(2), over]) events.publish(event);
  expect(await early).toEqual([
    "ingest-start",
    "ingest-discovered",
    "ingest-file-start 1",
    "ingest-file-end",
    "ingest-file-start 2",
    "ingest-file-end",
    "ingest-end",
  ]);
  expect(await late).toEqual([
    "ingest-start",
    "ingest-discovered",
    "ingest-file-end",
    "ingest-file-start 2",
    "ingest-file-end",
    "ingest-end",
  ]);
  expect(await collect(events.subscribe())).toEqual(["ingest-start", "ingest-discovered", "ingest-file-end", "ingest-end"]);
});

it("[M6] a listener that goes stops listening, the job does not", async () => {
  const events = open();
  const controller = new AbortController();
  const listening = collect(events.subscribe(controller.signal));
  controller.abort();
  await listening;
  events.publish(over);
  expect((await collect(events.subscribe())).at(-1)).toBe("ingest-end");
});
