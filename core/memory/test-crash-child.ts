import { ingestAll, openTestMemory } from "./test-memory.ts";

/** Reads a folder in and says each finished file on a line of its own, for a parent that kills it in the middle. */
const [dataDir = "", folder = ""] = process.argv.slice(2);
const { memory } = openTestMemory(dataDir);
const started = await memory.ingest([folder]);
if (!started.ok) throw new Error(JSON.stringify(started.error));
const followed = memory.jobEvents(started.value.id);
if (!followed.ok) throw new Error(JSON.stringify(followed.error));
for await (const event of followed.value) if (event.type === "ingest-file-end") process.stdout.write(`${event.outcome} ${event.path}\n`);
await ingestAll(memory, [folder]);
process.stdout.write("over\n");
process.exit(0);
