import { begin, openTestHub } from "./test-hub.ts";

/** Downloads the big model, or goes on with the download there is, and says each state on a line, for a parent that kills it in the middle. */
const [dataDir = "", origin = "", target = ""] = process.argv.slice(2);
const { hub } = openTestHub({ dataDir, origin, targets: [target] });
const [paused] = hub.downloads.list();
const id = paused?.id ?? (await begin(hub, "hf:olympus/big-GGUF"));
if (paused !== undefined) process.stdout.write(`took-up ${paused.state} ${paused.receivedBytes}\n`);
hub.downloads.resume(id);
for await (const downloads of hub.downloads.watch()) {
  const download = downloads.find((each) => each.id === id);
  if (download === undefined) continue;
  process.stdout.write(`${download.state} ${download.receivedBytes}\n`);
  if (["done", "failed"].includes(download.state)) break;
}
process.exit(0);
