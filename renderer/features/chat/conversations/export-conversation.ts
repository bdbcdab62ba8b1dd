import type { ConversationId } from "#core/chat/schema";
import { attempt, type Client } from "../../../bridge/index.ts";
import { errorText } from "../../../ui/error-text.ts";
import { i18n } from "../../../ui/i18n.ts";
import { showToast } from "../../../ui/toast-store.ts";

/** Hands the conversation to the person as a file. */
export const exportConversation = async (client: Client, conversationId: ConversationId, format: "markdown" | "json"): Promise<void> => {
  const exported = await attempt(client.chat.export({ conversationId, format }));
  if (!exported.ok) {
    showToast({ ...errorText(exported.error), tone: "danger" });
    return;
  }
  const { content, mediaType, fileName } = exported.value;
  const url = URL.createObjectURL(new Blob([content], { type: mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has its own copy once it began; a minute is far more than it needs for that.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  showToast({ title: i18n.t("list.exported", { ns: "chat", name: fileName }) });
};
