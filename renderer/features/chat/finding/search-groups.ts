import type { ChatHit } from "#core/chat/schema";

export interface HitGroup {
  readonly conversationId: ChatHit["conversationId"];
  readonly title: string;
  /** Best first. */
  readonly hits: readonly ChatHit[];
}

/** Hits by conversation, in the order of the best hit of each. */
export const groupHits = (hits: readonly ChatHit[]): HitGroup[] =>
  [...Map.groupBy(hits, ({ conversationId }) => conversationId)].map(([conversationId, members]) => ({
    conversationId,
    title: members[0]?.conversationTitle ?? "",
    hits: members,
  }));
