import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { useBridge } from "../bridge/index.ts";
import { ChatCommands, ChatProvider, createChat } from "../features/chat/index.tsx";
import { addTexts } from "../ui/i18n.ts";
import { Toasts } from "../ui/toasts.tsx";
import { TooltipProvider } from "../ui/tooltip.tsx";
import en from "./en.json";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Gate } from "./gate.tsx";
import { Shell } from "./shell.tsx";
import { useShellRequests } from "./use-shell-requests.ts";
import { createWindowSettings } from "./window-settings.ts";

addTexts("app", en);

const QuickPrompt = lazy(async () => ({ default: (await import("../features/quick/index.tsx")).QuickPrompt }));

const useWindowSettings = () => {
  const { client } = useBridge();
  const [settings] = useState(() => createWindowSettings(client));
  useEffect(() => {
    const controller = new AbortController();
    void settings.follow(controller.signal);
    return () => controller.abort();
  }, [settings]);
  return settings;
};

const Workspace = () => {
  const bridge = useBridge();
  const [chat] = useState(() => createChat(bridge));
  const settings = useWindowSettings();
  useShellRequests();
  return (
    <ChatProvider chat={chat}>
      <ChatCommands />
      <Shell settings={settings} />
    </ChatProvider>
  );
};

const QuickWindow = () => {
  useWindowSettings();
  return (
    <Suspense fallback={null}>
      <QuickPrompt />
    </Suspense>
  );
};

const subscribe = (onChange: () => void) => {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
};

/** The small window of the quick prompt is this page too, at an address of its own. */
const Window = () => (useSyncExternalStore(subscribe, () => location.hash.startsWith("#/quick")) ? <QuickWindow /> : <Workspace />);

export const App = () => (
  <TooltipProvider>
    <ErrorBoundary resetKey="app">
      <Gate>
        <Window />
      </Gate>
    </ErrorBoundary>
    <Toasts />
  </TooltipProvider>
);
