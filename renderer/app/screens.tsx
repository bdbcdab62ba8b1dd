import { lazy, Suspense } from "react";
import { ChatScreen, ChatSearch } from "../features/chat/index.tsx";
import type { Route } from "../ui/route.ts";
import type { SourceItem } from "../ui/source-item.ts";
import { ErrorBoundary } from "./error-boundary.tsx";

const LibraryScreen = lazy(async () => ({ default: (await import("../features/library/index.tsx")).LibraryScreen }));
const SettingsScreen = lazy(async () => ({ default: (await import("../features/settings/index.tsx")).SettingsScreen }));

interface ScreensProps {
  readonly route: Route;
  readonly onOpenSource: (sources: readonly SourceItem[], position: number) => void;
}

const screenOf = ({ route, onOpenSource }: ScreensProps) => {
  switch (route.screen) {
    case "new-chat":
      return <ChatScreen conversationId={null} messageId={null} onOpenSource={onOpenSource} />;
    case "chat":
      return <ChatScreen conversationId={route.conversationId} messageId={route.messageId} onOpenSource={onOpenSource} />;
    case "search":
      return <ChatSearch />;
    case "library":
      return <LibraryScreen onOpenSource={onOpenSource} />;
    case "settings":
      return <SettingsScreen />;
  }
};

export const Screens = (props: ScreensProps) => (
  <ErrorBoundary resetKey={JSON.stringify(props.route)}>
    <Suspense fallback={null}>{screenOf(props)}</Suspense>
  </ErrorBoundary>
);
