import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createIds, silentLog } from "#core/base";
import { err, ok } from "#core/base/schema";
import { chatMigrations, createChat, type Library } from "#core/chat";
import type { Message } from "#core/chat/schema";
import { createSettings, settingsMigrations } from "#core/settings";
import { createFakeClock, createScriptedAnswerer, createTestFolder, openTestStore } from "#core/testing";
import type { ExportEvent, TransferEvent, TransferReport } from "./schema.ts";
import { createTransfer } from "./transfer.ts";

const emptyLibrary: Library = {
  search: async () => ok({ hits: [], embedding: { id: "none", kind: "hashed", name: "", revision: "", dimensions: 1 }, tookMs: 0 }),
  chunk: (chunkId) => err({ type: "ChunkNotFound", chunkId }),
  document: (documentId) => err({ type: "DocumentNotFound", documentId }),
};

const all = async <T>(values: AsyncIterable<T>): Promise<T[]> => {
  const seen: T[] = [];
  for await (const value of values) seen.push(value);
  return seen;
};

/** A store of its own with chats and transfer over it, and what tests ask of them. */
export const openTestTransfer = (library: Library = emptyLibrary) => {
  const store = openTestStore([...settingsMigrations, ...chatMigrations]);
  const folder = createTestFolder();
  const clock = createFakeClock();
  const base = { clock, ids: createIds({ clock }), library, log: silentLog, store };
  const { answerer } = createScriptedAnswerer(() => [{ say: "An answer." }]);
  const chat = createChat({ ...base, answerer, settings: createSettings({ store }) });
  let told = 0;
  const transfer = createTransfer({ ...base, onAdded: () => (told += 1) });

  const bring = async (path: string, signal?: AbortSignal): Promise<TransferEvent[]> => all(transfer.import(path, signal));
  return {
    chat,
    folder: folder.path,
    store,
    transfer,
    /** How often it was told that conversations came. */
    told: () => told,
    write: (name: string, content: Uint8Array | string): string => {
      const path = join(folder.path, name);
      writeFileSync(path, content);
      return path;
    },
    bring,
    /** The report of an import that came to its end. */
    report: async (path: string): Promise<TransferReport> => {
      const end = (await bring(path)).at(-1);
      if (end?.type !== "transfer-end") throw new Error(JSON.stringify(end));
      return end.report;
    },
    /** Everything exported, as the bytes of the zip. */
    exported: async (): Promise<Buffer> => {
      const events: ExportEvent[] = await all(transfer.exportAll());
      if (events.at(-1)?.type !== "export-end") throw new Error(JSON.stringify(events.at(-1)));
      return Buffer.concat(events.flatMap((event) => (event.type === "export-piece" ? [Buffer.from(event.base64, "base64")] : [])));
    },
    /** Every conversation with every message, without what an id or a place on a disk is. */
    trees: () =>
      chat
        .list({ view: "all", limit: 1000, offset: 0 })
        .concat(chat.list({ view: "archived", limit: 1000, offset: 0 }))
        .map(({ archived, createdAtMs, id, pinned, title, updatedAtMs }) => {
          const file = chat.export(id, "json");
          if (!file.ok) throw new Error(file.error.type);
          const { messages } = JSON.parse(file.value.content) as { readonly messages: readonly Message[] };
          const places = new Map(messages.map((message, index) => [message.id, index]));
          const shown = chat.open(id, 500);
          return {
            title,
            archived,
            pinned,
            createdAtMs,
            updatedAtMs,
            shown: shown.ok ? shown.value.messages.map((message) => places.get(message.id)) : [],
            messages: messages.map(({ answeredBy, createdAtMs: atMs, images, isPrivate, parentId, role, state, text }) => ({
              parent: parentId === null ? null : (places.get(parentId) ?? -1),
              role,
              state,
              text,
              atMs,
              isPrivate,
              model: answeredBy?.modelName ?? null,
              images: images.map((image) => image.title),
            })),
          };
        })
        .toSorted((one, other) => one.title.localeCompare(other.title)),
    close: async () => {
      await transfer.close();
      await chat.close();
      store.cleanup();
      folder.cleanup();
    },
  };
};
