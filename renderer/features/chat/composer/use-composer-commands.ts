import { BookText, Lock, MessageCircleQuestion, Wand } from "lucide-react";
import { useCommandsOf } from "../../../ui/commands.ts";
import { useChat } from "../chat-context.tsx";
import { composerId } from "./composer-id.ts";

interface ComposerDoings {
  readonly draftId: string;
  readonly canPrompt: boolean;
  readonly onPrompts: () => void;
}

const focusComposer = () => document.getElementById(composerId)?.focus();

/** What can be done where something can be asked. */
export const useComposerCommands = ({ draftId, canPrompt, onPrompts }: ComposerDoings): void => {
  const { drafts } = useChat();
  const setAct = (act: boolean) => {
    drafts.setAct(draftId, act);
    focusComposer();
  };
  useCommandsOf("chat", [
    {
      id: "chat.ask",
      title: (t) => t("command.ask"),
      group: "chat",
      icon: MessageCircleQuestion,
      enabled: () => drafts.get(draftId).act,
      run: () => setAct(false),
    },
    {
      id: "chat.do",
      title: (t) => t("command.do"),
      group: "chat",
      icon: Wand,
      enabled: () => !drafts.get(draftId).act,
      run: () => setAct(true),
    },
    {
      id: "chat.private",
      title: (t) => t("command.private"),
      group: "chat",
      icon: Lock,
      run: () => drafts.setPrivate(draftId, !drafts.get(draftId).isPrivate),
    },
    { id: "chat.prompts", title: (t) => t("command.prompts"), group: "chat", icon: BookText, enabled: canPrompt, run: onPrompts },
  ]);
};
