import { silentLog, systemClock, createIds } from "#core/base";
import { err } from "#core/base/schema";
import { chatMigrations } from "#core/chat";
import { settingsMigrations } from "#core/settings";
import { openStore } from "#core/store";
import { createTransfer } from "./transfer.ts";

/** Imports a file and says how many conversations are in, for a parent that kills it in the middle. */
const [dataDir = "", path = ""] = process.argv.slice(2);
const given = [...settingsMigrations, ...chatMigrations];
const latest = Math.max(...given.map(({ version }) => version));
const migrations = Array.from(
  { length: latest },
  (_, index) => given.find(({ version }) => version === index + 1) ?? { version: index + 1, name: "not under test", up: "", down: "" },
);
const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog });
if (!opened.ok) throw new Error(JSON.stringify(opened.error));
const store = opened.value;
const transfer = createTransfer({
  clock: systemClock,
  ids: createIds({ clock: systemClock }),
  library: {
    search: () => Promise.reject(new Error("not asked")),
    chunk: (chunkId) => err({ type: "ChunkNotFound", chunkId }),
    document: (documentId) => err({ type: "DocumentNotFound", documentId }),
  },
  log: silentLog,
  onAdded: () => {},
  store,
});
for await (const event of transfer.import(path)) {
  if (event.type === "transfer-progress") process.stdout.write(`${event.doneCount}\n`);
  else process.stdout.write(`${JSON.stringify(event)}\n`);
}
const count = (sql: string) => store.database.prepare<[], number>(sql).pluck().get();
process.stdout.write(
  `${JSON.stringify({
    conversations: count("SELECT count(*) FROM conversations"),
    origins: count("SELECT count(DISTINCT origin) FROM conversations"),
    messages: count("SELECT count(*) FROM messages"),
    halves: count("SELECT count(*) FROM conversations c WHERE (SELECT count(*) FROM messages WHERE conversation_id = c.id) <> 40"),
    searchable: count("SELECT count(*) FROM messages_text WHERE messages_text MATCH 'badger'"),
  })}\n`,
);
await transfer.close();
store.close();
process.exit(0);
