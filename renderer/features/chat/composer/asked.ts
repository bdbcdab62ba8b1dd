import type { ChatImageId } from "#core/chat/schema";
import type { DocumentId } from "#core/memory/schema";

/** A question on its way. */
export interface Asked {
  readonly text: string;
  readonly attachments: readonly DocumentId[];
  readonly images: readonly ChatImageId[];
  readonly isPrivate: boolean;
}
