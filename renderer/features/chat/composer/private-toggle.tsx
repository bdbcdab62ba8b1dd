import { Lock, LockOpen } from "lucide-react";
import { useStore } from "zustand";
import { IconButton } from "../../../ui/icon-button.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat, useView } from "../chat-context.tsx";
import { draftOf } from "./drafts.ts";

/** "Stays on this machine", for the next question. A conversation in which something private was asked stays so. */
export const PrivateToggle = ({ draftId }: { readonly draftId: string }) => {
  const t = useTexts("chat");
  const { drafts } = useChat();
  const chosen = useStore(drafts.store, (all) => draftOf(all, draftId).isPrivate);
  const settled = useView(draftId, ({ thread }) => thread?.messages.some((message) => message?.isPrivate === true) ?? false);
  const isPrivate = chosen || settled;
  return (
    <IconButton
      icon={isPrivate ? Lock : LockOpen}
      label={t(settled ? "private.settled" : isPrivate ? "private.on" : "private.off")}
      pressed={isPrivate}
      aria-disabled={settled || undefined}
      className={isPrivate ? "aria-pressed:text-accent!" : undefined}
      onClick={() => !settled && drafts.setPrivate(draftId, !chosen)}
    />
  );
};
