import type { AdoptedConversation, AdoptedMessage } from "#core/chat";

/** A conversation as a file holds it. `flaws` are codes of what of it could not be taken. */
export interface Draft {
  readonly conversation: AdoptedConversation;
  readonly flaws: readonly string[];
}

export type DraftReading =
  | { readonly ok: true; readonly value: Draft }
  | { readonly ok: false; readonly title: string; readonly reason: string };

/** Pictures that lie beside the conversations, by the name the conversations use for them. Null: there is none that can be kept. */
export type FindPicture = (name: string) => Promise<Uint8Array | null>;

export const plainMessage: Omit<AdoptedMessage, "createdAtMs" | "parent" | "role" | "text"> = {
  answeredBy: null,
  attachments: [],
  citations: [],
  durationMs: null,
  error: null,
  images: [],
  isPrivate: false,
  state: "complete",
  usage: null,
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
