import { lazy, Suspense } from "react";
import {
  ArchivedScreen,
  ChatScreen,
  ChatSearch,
  newDraft,
  useChat,
  type Chat,
  type Doing,
  type PromptPicker as PromptPickerSlot,
  type SaveAsPrompt as SaveAsPromptSlot,
} from "../features/chat/index.tsx";
import { ConversationTasks, StartTask, useDoing } from "../features/tasks/index.tsx";
import { goTo, type Route } from "../ui/route.ts";
import type { SourceItem } from "../ui/source-item.ts";
import { ErrorBoundary } from "./error-boundary.tsx";

const AddProvider = lazy(async () => ({ default: (await import("../features/settings/index.tsx")).AddProvider }));
const BudgetScreen = lazy(async () => ({ default: (await import("../features/budget/index.tsx")).BudgetScreen }));
const GuideCard = lazy(async () => ({ default: (await import("../features/models/index.tsx")).GuideCard }));
const LibraryScreen = lazy(async () => ({ default: (await import("../features/library/index.tsx")).LibraryScreen }));
const MemoryScreen = lazy(async () => ({ default: (await import("../features/memory/index.tsx")).MemoryScreen }));
const ModelsScreen = lazy(async () => ({ default: (await import("../features/models/index.tsx")).ModelsScreen }));
const PromptPicker = lazy(async () => ({ default: (await import("../features/prompts/index.tsx")).PromptPicker }));
const PromptsScreen = lazy(async () => ({ default: (await import("../features/prompts/index.tsx")).PromptsScreen }));
const SaveAsPrompt = lazy(async () => ({ default: (await import("../features/prompts/index.tsx")).SaveAsPrompt }));
const SettingsScreen = lazy(async () => ({ default: (await import("../features/settings/index.tsx")).SettingsScreen }));
const TasksScreen = lazy(async () => ({ default: (await import("../features/plans/index.tsx")).TasksScreen }));
const ConversationPlans = lazy(async () => ({ default: (await import("../features/plans/index.tsx")).ConversationPlans }));

/** The goal a conversation was given and the plan it led to, in their place. */
const outgrowthsOf = (conversationId: string, turn: string) => (
  <ConversationTasks
    conversationId={conversationId}
    plan={(planId) => (
      <Suspense fallback={null}>
        <ConversationPlans conversationId={conversationId} turn={`${turn} ${planId}`} />
      </Suspense>
    )}
  />
);

const addProvider = (ends: { readonly onAdded: () => void; readonly onClose: () => void }) => (
  <Suspense fallback={null}>
    <AddProvider {...ends} />
  </Suspense>
);

const guide = (
  <Suspense fallback={null}>
    <GuideCard />
  </Suspense>
);

const promptPicker: PromptPickerSlot = (ends) => (
  <Suspense fallback={null}>
    <PromptPicker {...ends} />
  </Suspense>
);

const saveAsPrompt: SaveAsPromptSlot = (ends) => (
  <Suspense fallback={null}>
    <SaveAsPrompt {...ends} />
  </Suspense>
);

/** Into a new chat, below what is written there already. */
const askWith = ({ drafts }: Chat, text: string) => {
  const written = drafts.get(newDraft).text.trimEnd();
  drafts.write(newDraft, written === "" ? text : `${written}\n\n${text}`);
  goTo({ screen: "new-chat" });
};

interface ScreensProps {
  readonly route: Route;
  readonly onOpenSource: (sources: readonly SourceItem[], position: number) => void;
}

const screenOf = ({ route, onOpenSource }: ScreensProps, doing: Doing, chat: Chat) => {
  switch (route.screen) {
    case "new-chat":
      return (
        <ChatScreen
          conversationId={null}
          messageId={null}
          onOpenSource={onOpenSource}
          doing={doing}
          outgrowths={outgrowthsOf}
          guide={guide}
          promptPicker={promptPicker}
          saveAsPrompt={saveAsPrompt}
        />
      );
    case "chat":
      return (
        <ChatScreen
          conversationId={route.conversationId}
          messageId={route.messageId}
          onOpenSource={onOpenSource}
          doing={doing}
          outgrowths={outgrowthsOf}
          guide={guide}
          promptPicker={promptPicker}
          saveAsPrompt={saveAsPrompt}
        />
      );
    case "search":
      return <ChatSearch />;
    case "archived":
      return <ArchivedScreen />;
    case "library":
      return <LibraryScreen onOpenSource={onOpenSource} />;
    case "memory":
      return <MemoryScreen documentId={route.documentId} />;
    case "models":
      return <ModelsScreen place={route.place} addProvider={addProvider} />;
    case "budget":
      return <BudgetScreen />;
    case "prompts":
      return <PromptsScreen onUse={(text) => askWith(chat, text)} />;
    case "tasks":
      return <TasksScreen place={route.place} id={route.id} newTask={(ends) => <StartTask {...ends} />} />;
    case "settings":
      return <SettingsScreen />;
  }
};

export const Screens = (props: ScreensProps) => {
  const doing = useDoing();
  const chat = useChat();
  return (
    <ErrorBoundary resetKey={JSON.stringify(props.route)}>
      <Suspense fallback={null}>{screenOf(props, doing, chat)}</Suspense>
    </ErrorBoundary>
  );
};
