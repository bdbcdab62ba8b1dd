import type { ChatImage } from "#core/chat/schema";
import type { DocumentId } from "#core/memory/schema";

/** What of a draft outlives the window. */
export interface KeptDraft {
  readonly text: string;
  readonly act: boolean;
  readonly isPrivate: boolean;
  readonly documents: readonly { readonly name: string; readonly documentId: DocumentId }[];
  readonly images: readonly ChatImage[];
}

const storageKey = "olympus-drafts";
const nothingKept: KeptDraft = { text: "", act: false, isPrivate: false, documents: [], images: [] };

const readJson = (storage: Pick<Storage, "getItem">): Readonly<Record<string, Partial<KeptDraft> | string>> => {
  try {
    const value: unknown = JSON.parse(storage.getItem(storageKey) ?? "null");
    return typeof value === "object" && value !== null ? (value as Record<string, Partial<KeptDraft> | string>) : {};
  } catch {
    return {};
  }
};

/** Drafts by conversation, from this device's own storage. A bare text is a draft of an earlier version. */
export const readKept = (storage: Pick<Storage, "getItem">): Readonly<Record<string, KeptDraft>> =>
  Object.fromEntries(
    Object.entries(readJson(storage)).map(([id, kept]) => [id, { ...nothingKept, ...(typeof kept === "string" ? { text: kept } : kept) }]),
  );

const isEmpty = ({ text, act, isPrivate, documents, images }: KeptDraft): boolean =>
  text === "" && !act && !isPrivate && documents.length === 0 && images.length === 0;

/** Writes one draft and leaves the others as they are stored: another window may have written them meanwhile. */
export const writeKept = (storage: Pick<Storage, "getItem" | "setItem">, id: string, kept: KeptDraft): void => {
  const { [id]: _before, ...others } = readJson(storage);
  storage.setItem(storageKey, JSON.stringify(isEmpty(kept) ? others : { ...others, [id]: kept }));
};
