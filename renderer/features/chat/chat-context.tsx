import { createContext, use, useEffect, type ReactNode } from "react";
import { useStore } from "zustand";
import type { Chat } from "./chat.ts";
import { viewOf, type ConversationView } from "./thread/views.ts";

const ChatContext = createContext<Chat | null>(null);

export const ChatProvider = ({ chat, children }: { chat: Chat; children: ReactNode }) => {
  useEffect(() => {
    const controller = new AbortController();
    void chat.changes.follow(controller.signal);
    return () => controller.abort();
  }, [chat]);
  return <ChatContext value={chat}>{children}</ChatContext>;
};

export const useChat = (): Chat => {
  const chat = use(ChatContext);
  if (chat === null) throw new Error("useChat is called outside ChatProvider");
  return chat;
};

/** One part of a conversation's view; the component is drawn anew only when that part changes. */
export const useView = <T,>(id: string, select: (view: ConversationView) => T): T =>
  useStore(useChat().views.store, (views) => select(viewOf(views, id)));
