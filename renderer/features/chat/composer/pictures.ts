import type { ChatImage } from "#core/chat/schema";
import { attempt, type Client, type ClientError } from "../../../bridge/index.ts";
import { i18n } from "../../../ui/i18n.ts";
import { showToast } from "../../../ui/toast-store.ts";
import { preparePicture } from "../../../ui/pictures/index.ts";

/** A picture on its way onto the next question. */
export interface AttachedPicture {
  readonly id: string;
  readonly name: string;
  readonly state:
    | { readonly type: "preparing" }
    | { readonly type: "ready"; readonly image: ChatImage }
    | { readonly type: "failed"; readonly error: ClientError };
  /** Taken off while that can still be undone. */
  readonly removed: boolean;
}

/** The most that one question may hold. */
export const mostPictures = 8;

export const sayTooManyPictures = (): void => {
  const words = (key: string) => i18n.t(key, { ns: "chat", count: mostPictures });
  showToast({ title: words("picture.tooMany"), text: words("picture.tooManyText") });
};

/** Makes a picture small and free of where it was taken, and hands it to the host. Ends in `ready` or `failed`. */
export const keepPicture = async (client: Client, file: File, name: string): Promise<AttachedPicture["state"]> => {
  const prepared = await preparePicture(file, name);
  if (!prepared.ok) return { type: "failed", error: prepared.error };
  const kept = await attempt(client.images.add({ title: name.slice(0, 300), base64: prepared.value.base64 }));
  return kept.ok ? { type: "ready", image: kept.value } : { type: "failed", error: kept.error };
};
