import { silentLog } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { GenerateRequest } from "#core/llm/schema";
import type { Document } from "#core/memory/schema";
import { createSettings, settingsMigrations } from "#core/settings";
import { createFakeClock, createScriptedAnswerer, createSeededIds, openTestStore } from "#core/testing";
import { createChat, type ChatDeps } from "./chat.ts";
import type { ChatEvent } from "./schema.ts";
import { chatMigrations } from "./store.ts";

export type Script = Parameters<typeof createScriptedAnswerer>[0];

/** A chat over a real store with a scripted model and a library of documents without text. */
export const openTestChat = (script: Script = () => [{ say: "Yes." }], abilities: Parameters<typeof createScriptedAnswerer>[1] = {}) => {
  const store = openTestStore([...settingsMigrations, ...chatMigrations]);
  const clock = createFakeClock();
  const { answerer, asked, requests } = createScriptedAnswerer(script, abilities);
  const documents = new Map<string, string>();
  const embedding = { id: "none", kind: "hashed" as const, name: "", revision: "", dimensions: 1 };
  const deps: ChatDeps = {
    answerer,
    clock,
    ids: createSeededIds({ clock }),
    library: {
      search: async () => ok({ hits: [], embedding, tookMs: 0 }),
      chunk: (chunkId) => err({ type: "ChunkNotFound", chunkId }),
      document: (documentId) => {
        const title = documents.get(documentId);
        return title === undefined ? err({ type: "DocumentNotFound", documentId }) : ok({ id: documentId, title } as Document);
      },
    },
    log: silentLog,
    settings: createSettings({ store }),
    store,
  };
  return { asked, chat: createChat(deps), clock, deps, documents, open: () => createChat(deps), requests, store };
};

/** Answers that end when they are told to. */
export const createHeldAnswers = () => {
  const underWay: { readonly text: string; readonly end: (how: "complete" | "failed") => void }[] = [];
  function* script(request: GenerateRequest) {
    let how = "complete" as "complete" | "failed";
    const { promise, resolve } = Promise.withResolvers<"complete" | "failed">();
    underWay.push({ text: request.messages.at(-1)?.text ?? "", end: resolve });
    yield { wait: promise.then((told) => (how = told)) };
    yield how === "failed" ? { fail: { type: "ProviderBroken" as const, provider: "p", reason: "cut" } } : { say: "Done." };
  }
  return { script, underWay };
};

/** Lets what is under way go on until something is so. */
export const until = async (isSo: () => boolean): Promise<void> => {
  for (let turn = 0; !isSo(); turn += 1) {
    if (turn > 1000) throw new Error("it never came to be");
    await new Promise((resolve) => setImmediate(resolve));
  }
};

export const must = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

export const wholeTurn = async (turning: Result<AsyncIterable<ChatEvent>, unknown>): Promise<readonly ChatEvent[]> => {
  const seen: ChatEvent[] = [];
  for await (const event of must(turning)) seen.push(event);
  return seen;
};
