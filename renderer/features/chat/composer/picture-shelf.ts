import { createStore } from "zustand/vanilla";
import type { ChatImageId } from "#core/chat/schema";
import { attempt, type Client, type ClientError } from "../../../bridge/index.ts";

export type ShelvedPicture =
  | { readonly type: "loading" }
  | { readonly type: "ready"; readonly url: string }
  | { readonly type: "failed"; readonly error: ClientError };

/** A picture that scrolled out of sight may come back; after this long its memory is given up. */
const lingerMs = 30_000;

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
};

/** Kept pictures as addresses the page can show. Read when somebody first holds one, given up some time after the last has let go. */
export const createPictureShelf = (client: Pick<Client, "images">) => {
  const store = createStore<Readonly<Record<string, ShelvedPicture>>>(() => ({}));
  const held = new Map<string, number>();

  const read = async (id: ChatImageId) => {
    store.setState({ [id]: { type: "loading" } });
    const found = await attempt(client.images.read({ imageId: id }));
    if (!found.ok) return store.setState({ [id]: { type: "failed", error: found.error } });
    const { base64, mediaType } = found.value;
    store.setState({ [id]: { type: "ready", url: URL.createObjectURL(new Blob([bytesOf(base64)], { type: mediaType })) } });
  };

  const giveUp = (id: string) => {
    const shelved = store.getState()[id];
    if ((held.get(id) ?? 0) > 0 || shelved === undefined || shelved.type === "loading") return;
    if (shelved.type === "ready") URL.revokeObjectURL(shelved.url);
    held.delete(id);
    store.setState(({ [id]: _gone, ...rest }) => rest, true);
  };

  return {
    store,
    /** Wants a picture; answers what lets go of it. A picture that could not be read is tried again by the next who wants it. */
    hold: (id: ChatImageId): (() => void) => {
      held.set(id, (held.get(id) ?? 0) + 1);
      const shelved = store.getState()[id];
      if (shelved === undefined || shelved.type === "failed") void read(id);
      return () => {
        held.set(id, (held.get(id) ?? 1) - 1);
        setTimeout(() => giveUp(id), lingerMs);
      };
    },
  };
};
