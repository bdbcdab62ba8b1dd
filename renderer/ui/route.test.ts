import { expect, it } from "vitest";
import { hrefOf, parseRoute, type Route } from "./route.ts";

const routes: readonly Route[] = [
  { screen: "new-chat" },
  { screen: "chat", conversationId: "chat_1", messageId: null },
  { screen: "chat", conversationId: "chat_1", messageId: "msg_2" },
  { screen: "search" },
  { screen: "library" },
  { screen: "memory", documentId: null },
  { screen: "memory", documentId: "doc_1" },
  { screen: "models", place: null },
  { screen: "models", place: "find" },
  { screen: "budget" },
  { screen: "tasks", place: null, id: null },
  { screen: "tasks", place: "approvals", id: null },
  { screen: "tasks", place: "run", id: "run_1" },
  { screen: "settings", section: null },
  { screen: "settings", section: "models" },
];

it.each(routes)("reads back what it wrote: %j", (route) => {
  expect(parseRoute(hrefOf(route))).toEqual(route);
});

it.each(["", "#", "#/nowhere", "#/chat", "#/chat/"])("starts a conversation at %j", (hash) => {
  expect(parseRoute(hash)).toEqual({ screen: "new-chat" });
});
