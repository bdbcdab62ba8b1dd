import { expect, it } from "vitest";
import type { ChatHit } from "#core/chat/schema";
import { groupHits } from "./search-groups.ts";

const hit = (conversationId: string, messageId: string): ChatHit =>
  ({ conversationId, conversationTitle: `About ${conversationId}`, messageId }) as ChatHit;

it("brings the hits of a conversation together, where its best one stands", () => {
  const groups = groupHits([hit("a", "1"), hit("b", "2"), hit("a", "3")]);
  expect(groups.map(({ title, hits }) => [title, ...hits.map(({ messageId }) => messageId)])).toEqual([
    ["About a", "1", "3"],
    ["About b", "2"],
  ]);
});
