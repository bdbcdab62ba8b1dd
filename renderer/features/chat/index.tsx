import { addTexts } from "../../ui/i18n.ts";
import en from "./en.json";

addTexts("chat", en);

export { ArchivedScreen } from "./archived-screen.tsx";
export { ChatCommands } from "./chat-commands.tsx";
export { createChat, type Chat } from "./chat.ts";
export { ChatProvider, useChat } from "./chat-context.tsx";
export { ChatScreen } from "./chat-screen.tsx";
export { ChatSearch } from "./chat-search.tsx";
export { composerId } from "./composer-id.ts";
export type { Doing } from "./composer.tsx";
export type { PromptPicker, SaveAsPrompt } from "./prompt-slot.tsx";
export { ConversationList } from "./conversation-list.tsx";
export { newDraft } from "./drafts.ts";
export { snippetParts } from "./snippet.ts";
