import { createStore } from "zustand/vanilla";
import type { DocumentId } from "#core/memory/schema";
import type { Bridge, BroughtFile } from "../../bridge/index.ts";
import { groupBrought, type Attachment } from "./attachments.ts";
import { bring } from "./bring.ts";

export interface Draft {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Something to be done, rather than asked. */
  readonly act: boolean;
  /** Nothing of it is to leave this machine. */
  readonly isPrivate: boolean;
}

/** The draft of a conversation that does not exist yet. */
export const newDraft = "new";

const storageKey = "olympus-drafts";
const actingKey = "olympus-drafts-to-do";
const privateKey = "olympus-drafts-private";
const emptyDraft: Draft = { text: "", attachments: [], act: false, isPrivate: false };

const readJson = <T>(storage: Pick<Storage, "getItem">, key: string, empty: T): T => {
  try {
    return JSON.parse(storage.getItem(key) ?? "null") ?? empty;
  } catch {
    return empty;
  }
};

const readDrafts = (storage: Pick<Storage, "getItem">): Record<string, Draft> => {
  const texts = readJson<Readonly<Record<string, string>>>(storage, storageKey, {});
  const acting = readJson<readonly string[]>(storage, actingKey, []);
  const hidden = readJson<readonly string[]>(storage, privateKey, []);
  return Object.fromEntries(
    [...new Set([...Object.keys(texts), ...acting, ...hidden])].map((id) => [
      id,
      { ...emptyDraft, text: String(texts[id] ?? ""), act: acting.includes(id), isPrivate: hidden.includes(id) },
    ]),
  );
};

/** What is written and not sent, per conversation. The text, whether it is to be done, and whether it is private outlive a restart of the window, attachments do not. */
export const createDrafts = (bridge: Bridge, storage: Pick<Storage, "getItem" | "setItem"> = localStorage) => {
  const store = createStore<Readonly<Record<string, Draft>>>(() => readDrafts(storage));
  const running = new Map<string, AbortController>();

  store.subscribe((drafts) => {
    const texts = Object.entries(drafts).flatMap(([id, { text }]) => (text === "" ? [] : [[id, text] as const]));
    storage.setItem(storageKey, JSON.stringify(Object.fromEntries(texts)));
    storage.setItem(actingKey, JSON.stringify(Object.keys(drafts).filter((id) => drafts[id]?.act)));
    storage.setItem(privateKey, JSON.stringify(Object.keys(drafts).filter((id) => drafts[id]?.isPrivate)));
  });

  const get = (id: string): Draft => store.getState()[id] ?? emptyDraft;
  const patch = (id: string, change: (draft: Draft) => Partial<Draft>) =>
    store.setState((drafts) => {
      const draft = drafts[id] ?? emptyDraft;
      return { [id]: { ...draft, ...change(draft) } };
    });

  return {
    store,
    get,
    write: (id: string, text: string) => patch(id, () => ({ text })),
    setAct: (id: string, act: boolean) => patch(id, () => ({ act })),
    setPrivate: (id: string, isPrivate: boolean) => patch(id, () => ({ isPrivate })),
    attach: (id: string, files: readonly BroughtFile[]) => {
      for (const group of groupBrought(files)) {
        const controller = new AbortController();
        const attachment: Attachment = {
          id: crypto.randomUUID(),
          name: group.name,
          kind: group.kind,
          state: { type: "sending", share: 0 },
        };
        running.set(attachment.id, controller);
        patch(id, ({ attachments }) => ({ attachments: [...attachments, attachment] }));
        const onState = (state: Attachment["state"]) =>
          patch(id, ({ attachments }) => ({
            attachments: attachments.map((entry) => (entry.id === attachment.id ? { ...entry, state } : entry)),
          }));
        void bring(bridge, group.files, onState, controller.signal).then(() => running.delete(attachment.id));
      }
    },
    /** Takes it off the question; what is in the library already stays there. */
    detach: (id: string, attachmentId: string) => {
      running.get(attachmentId)?.abort();
      patch(id, ({ attachments }) => ({ attachments: attachments.filter((entry) => entry.id !== attachmentId) }));
    },
    /** Empties the draft and answers what was in it. */
    take: (id: string): Draft => {
      const draft = get(id);
      store.setState({ [id]: emptyDraft });
      return draft;
    },
    restore: (id: string, draft: Draft) => patch(id, (present) => (present.text === "" ? draft : {})),
  };
};

export type Drafts = ReturnType<typeof createDrafts>;

export const draftOf = (drafts: Readonly<Record<string, Draft>>, id: string): Draft => drafts[id] ?? emptyDraft;

export const attachedDocuments = (draft: Draft): DocumentId[] =>
  draft.attachments.flatMap(({ state }) => (state.type === "ready" && state.documentId !== null ? [state.documentId] : []));

/** Something is still on its way, so sending waits. */
export const isBringing = (draft: Draft): boolean =>
  draft.attachments.some(({ state }) => state.type === "sending" || state.type === "reading");
