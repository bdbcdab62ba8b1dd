import { createStore } from "zustand/vanilla";
import type { ChatImage } from "#core/chat/schema";
import type { DocumentId } from "#core/memory/schema";
import type { Bridge, BroughtFile } from "../../../bridge/index.ts";
import { isPicture } from "../../../ui/pictures/index.ts";
import type { Asked } from "./asked.ts";
import { groupBrought, type Attachment } from "./attachments.ts";
import { bring } from "./bring.ts";
import { readKept, writeKept, type KeptDraft } from "./draft-storage.ts";
import { keepPicture, mostPictures, type AttachedPicture } from "./pictures.ts";

export interface Draft {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly pictures: readonly AttachedPicture[];
  /** Something to be done, rather than asked. */
  readonly act: boolean;
  /** Nothing of it is to leave this machine. */
  readonly isPrivate: boolean;
}

/** The draft of a conversation that does not exist yet. */
export const newDraft = "new";

const emptyDraft: Draft = { text: "", attachments: [], pictures: [], act: false, isPrivate: false };

const present = <Item extends { readonly removed: boolean }>(items: readonly Item[]): Item[] => items.filter(({ removed }) => !removed);

const keptOf = (draft: Draft): KeptDraft => ({
  text: draft.text,
  act: draft.act,
  isPrivate: draft.isPrivate,
  documents: present(draft.attachments).flatMap(({ name, state }) =>
    state.type === "ready" && state.documentId !== null ? [{ name, documentId: state.documentId }] : [],
  ),
  images: attachedImages(draft),
});

const draftFrom = ({ documents, images, ...kept }: KeptDraft): Draft => ({
  ...kept,
  attachments: documents.map(({ name, documentId }) => ({
    id: documentId,
    name,
    kind: "file",
    state: { type: "ready", documentId, fileCount: 1, failedCount: 0 },
    removed: false,
  })),
  pictures: images.map((image) => ({ id: image.id, name: image.title, state: { type: "ready", image }, removed: false })),
});

/** Two drafts as one, the earlier words first. */
const joined = (earlier: Draft, later: Draft): Draft => ({
  text: [earlier.text, later.text].filter((text) => text.trim() !== "").join("\n\n"),
  attachments: [...earlier.attachments, ...later.attachments],
  pictures: [...earlier.pictures, ...later.pictures],
  act: earlier.act,
  isPrivate: earlier.isPrivate || later.isPrivate,
});

/** What is written and not sent, per conversation. It outlives the window, but for files that were still on their way. */
export const createDrafts = (
  bridge: Bridge,
  onTooManyPictures: () => void,
  storage: Pick<Storage, "getItem" | "setItem"> = localStorage,
) => {
  const store = createStore<Readonly<Record<string, Draft>>>(() =>
    Object.fromEntries(Object.entries(readKept(storage)).map(([id, kept]) => [id, draftFrom(kept)])),
  );
  const running = new Map<string, AbortController>();
  /** On their way to the host: kept as drafts until it has them. */
  const leaving = new Map<string, Draft>();
  /** Pictures are made one after another: each takes a core and the memory of all its pixels. */
  let line: Promise<unknown> = Promise.resolve();

  const get = (id: string): Draft => store.getState()[id] ?? emptyDraft;
  const keep = (id: string) => {
    const sent = leaving.get(id);
    writeKept(storage, id, keptOf(sent === undefined ? get(id) : joined(sent, get(id))));
  };
  const set = (id: string, draft: Draft) => {
    store.setState({ [id]: draft });
    keep(id);
  };
  const patch = (id: string, change: (draft: Draft) => Partial<Draft>) => set(id, { ...get(id), ...change(get(id)) });
  const patchAttachment = (id: string, attachmentId: string, change: Partial<Attachment>) =>
    patch(id, ({ attachments }) => ({
      attachments: attachments.map((entry) => (entry.id === attachmentId ? { ...entry, ...change } : entry)),
    }));
  const patchPicture = (id: string, pictureId: string, change: Partial<AttachedPicture>) =>
    patch(id, ({ pictures }) => ({ pictures: pictures.map((entry) => (entry.id === pictureId ? { ...entry, ...change } : entry)) }));

  const attachPicture = (id: string, { file, name }: BroughtFile) => {
    const picture: AttachedPicture = { id: crypto.randomUUID(), name, state: { type: "preparing" }, removed: false };
    patch(id, ({ pictures }) => ({ pictures: [...pictures, picture] }));
    line = line.then(async () => patchPicture(id, picture.id, { state: await keepPicture(bridge.client, file, name) }));
  };

  const attachFiles = (id: string, files: readonly BroughtFile[]) => {
    for (const group of groupBrought(files)) {
      const controller = new AbortController();
      const attachment: Attachment = {
        id: crypto.randomUUID(),
        name: group.name,
        kind: group.kind,
        state: { type: "sending", share: 0 },
        removed: false,
      };
      running.set(attachment.id, controller);
      patch(id, ({ attachments }) => ({ attachments: [...attachments, attachment] }));
      const onState = (state: Attachment["state"]) => patchAttachment(id, attachment.id, { state });
      void bring(bridge, group.files, onState, controller.signal).then(() => running.delete(attachment.id));
    }
  };

  return {
    store,
    get,
    write: (id: string, text: string) => patch(id, () => ({ text })),
    setAct: (id: string, act: boolean) => patch(id, () => ({ act })),
    setPrivate: (id: string, isPrivate: boolean) => patch(id, () => ({ isPrivate })),
    /** Pictures go with the question; documents and whole folders go into the library too. */
    attach: (id: string, files: readonly BroughtFile[]) => {
      const pictures = files.filter(({ name, file }) => !name.includes("/") && isPicture(file));
      const room = mostPictures - present(get(id).pictures).length;
      for (const picture of pictures.slice(0, room)) attachPicture(id, picture);
      if (pictures.length > room) onTooManyPictures();
      attachFiles(
        id,
        files.filter((brought) => !pictures.includes(brought)),
      );
    },
    /** Takes a file or picture off the question, or puts it back; what is in the library already stays there. */
    setRemoved: (id: string, attachedId: string, removed: boolean) => {
      patchAttachment(id, attachedId, { removed });
      patchPicture(id, attachedId, { removed });
    },
    /** Forgets what was taken off. */
    drop: (id: string, attachedId: string) => {
      running.get(attachedId)?.abort();
      patch(id, ({ attachments, pictures }) => ({
        attachments: attachments.filter((entry) => entry.id !== attachedId),
        pictures: pictures.filter((entry) => entry.id !== attachedId),
      }));
    },
    /** Empties the draft and answers what was in it. Until `settle` it outlives the window all the same. */
    take: (id: string): Draft => {
      const draft = get(id);
      leaving.set(id, draft);
      set(id, emptyDraft);
      return draft;
    },
    /** The host has what was taken. */
    settle: (id: string) => {
      leaving.delete(id);
      keep(id);
    },
    /** It never got to the host: it stands before whatever was written meanwhile. */
    restore: (id: string, draft: Draft) => {
      leaving.delete(id);
      set(id, joined(draft, get(id)));
    },
  };
};

export type Drafts = ReturnType<typeof createDrafts>;

export const draftOf = (drafts: Readonly<Record<string, Draft>>, id: string): Draft => drafts[id] ?? emptyDraft;

export const attachedImages = (draft: Draft): ChatImage[] =>
  present(draft.pictures).flatMap(({ state }) => (state.type === "ready" ? [state.image] : []));

const attachedDocuments = (draft: Draft): DocumentId[] =>
  present(draft.attachments).flatMap(({ state }) => (state.type === "ready" && state.documentId !== null ? [state.documentId] : []));

export const askedOf = (draft: Draft): Asked => ({
  text: draft.text.trim(),
  attachments: attachedDocuments(draft),
  images: attachedImages(draft).map(({ id }) => id),
  isPrivate: draft.isPrivate,
});

/** Something is still on its way, so sending waits. */
export const isBringing = (draft: Draft): boolean =>
  present(draft.attachments).some(({ state }) => state.type === "sending" || state.type === "reading") ||
  present(draft.pictures).some(({ state }) => state.type === "preparing");
