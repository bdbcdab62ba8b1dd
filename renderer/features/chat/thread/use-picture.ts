import { useEffect } from "react";
import { useStore } from "zustand";
import type { ChatImageId } from "#core/chat/schema";
import { useChat } from "../chat-context.tsx";
import type { ShelvedPicture } from "../composer/picture-shelf.ts";

const loading: ShelvedPicture = { type: "loading" };

/** A kept picture for as long as the component shows it. */
export const usePicture = (id: ChatImageId): ShelvedPicture => {
  const { shelf } = useChat();
  useEffect(() => shelf.hold(id), [shelf, id]);
  return useStore(shelf.store, (pictures) => pictures[id] ?? loading);
};
