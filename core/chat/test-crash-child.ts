import { setImmediate } from "node:timers/promises";
import { createIds, silentLog, systemClock } from "#core/base";
import { err, ok } from "#core/base/schema";
import { createSettings, settingsMigrations } from "#core/settings";
import { openStore } from "#core/store";
import { createScriptedAnswerer } from "#core/testing";
import { createChat } from "./chat.ts";
import { chatMigrations } from "./store.ts";

/** Puts numbered questions into a line from a number on, saying each that was taken, until it is killed. Answers are whole after a moment. */
const [dataDir = "", from = "0"] = process.argv.slice(2);
const given = [...settingsMigrations, ...chatMigrations];
const migrations = Array.from(
  { length: Math.max(...given.map(({ version }) => version)) },
  (_, index) => given.find(({ version }) => version === index + 1) ?? { version: index + 1, name: "not under test", up: "", down: "" },
);
const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog });
if (!opened.ok) throw new Error(JSON.stringify(opened.error));
const store = opened.value;
const chat = createChat({
  answerer: createScriptedAnswerer(() => [{ wait: setImmediate() }, { say: "Yes." }]).answerer,
  clock: systemClock,
  ids: createIds({ clock: systemClock }),
  library: {
    search: async () => ok({ hits: [], embedding: { id: "none", kind: "hashed", name: "", revision: "", dimensions: 1 }, tookMs: 0 }),
    chunk: (chunkId) => err({ type: "ChunkNotFound", chunkId }),
    document: (documentId) => err({ type: "DocumentNotFound", documentId }),
  },
  log: silentLog,
  settings: createSettings({ store }),
  store,
});
const { id } = chat.list({ limit: 1, offset: 0 })[0] ?? chat.create("one");
chat.queue.resume(id);
for (let number = Number(from); ;) {
  const added = chat.queue.add({ conversationId: id, text: `${number}`, modelId: null, attachments: [] });
  if (added.ok) process.stdout.write(`${number++}\n`);
  else await setImmediate();
}
