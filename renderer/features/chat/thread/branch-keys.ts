import type { KeyboardEvent } from "react";
import type { Message, MessageId } from "#core/chat/schema";
import { branchOf } from "./thread.ts";

/** Alt with the arrows left and right leads through the versions of the message that has the focus. */
export const onBranchKeys =
  (message: Message, busy: boolean, onSelect: (messageId: MessageId) => void) =>
  (event: KeyboardEvent): void => {
    if (!event.altKey || event.ctrlKey || event.metaKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    const branch = branchOf(message);
    if (branch === null) return;
    // Without this a browser goes a page back.
    event.preventDefault();
    const wanted = event.key === "ArrowLeft" ? branch.previous : branch.next;
    if (wanted !== null && !busy) onSelect(wanted);
  };
