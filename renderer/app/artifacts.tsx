import { useMemo } from "react";
import { useStore } from "zustand";
import { ArtifactPlace, type ArtifactAnswer } from "../features/artifacts/index.tsx";
import { useChat } from "../features/chat/index.tsx";
import { artifactStore } from "../ui/artifacts/artifact-store.ts";

interface ArtifactsProps {
  readonly conversationId: string;
  readonly wide: boolean;
}

/** What the answers of a conversation made. An answer being written is followed only while something of it is shown. */
export const Artifacts = ({ conversationId, wide }: ArtifactsProps) => {
  const { views } = useChat();
  const isOpen = useStore(artifactStore, ({ place }) => place?.conversationId === conversationId);
  const messages = useStore(views.store, (all) => all[conversationId]?.thread?.messages);
  const live = useStore(views.store, (all) => (isOpen ? (all[conversationId]?.live ?? null) : null));
  const answers = useMemo(
    () =>
      (messages ?? []).flatMap((message): ArtifactAnswer[] => {
        if (message?.role !== "assistant") return [];
        const isLive = live?.messageId === message.id;
        return [{ messageId: message.id, text: isLive ? live.text : message.text, streaming: isLive }];
      }),
    [messages, live],
  );
  return <ArtifactPlace key={conversationId} conversationId={conversationId} answers={answers} wide={wide} />;
};
