import { addTexts } from "../../ui/i18n.ts";
import en from "./en.json";

addTexts("chat", en);

export { ArchivedScreen } from "./conversations/archived-screen.tsx";
export { ChatCommands } from "./chat-commands.tsx";
export { createChat, type Chat } from "./chat.ts";
export { ChatProvider, useChat } from "./chat-context.tsx";
export { ChatScreen } from "./chat-screen.tsx";
export { ChatSearch } from "./finding/chat-search.tsx";
export { composerId } from "./composer/composer-id.ts";
export type { Doing } from "./composer/composer.tsx";
export type { PromptPicker, SaveAsPrompt } from "./composer/prompt-slot.tsx";
export { ConversationList } from "./conversations/conversation-list.tsx";
export { newDraft } from "./composer/drafts.ts";
export { snippetParts } from "./finding/snippet.ts";
