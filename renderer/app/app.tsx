import { useEffect, useState } from "react";
import { useBridge } from "../bridge/index.ts";
import { ChatProvider, createChat } from "../features/chat/index.tsx";
import { addTexts } from "../ui/i18n.ts";
import { Toasts } from "../ui/toasts.tsx";
import { TooltipProvider } from "../ui/tooltip.tsx";
import en from "./en.json";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Gate } from "./gate.tsx";
import { Shell } from "./shell.tsx";
import { createWindowSettings } from "./window-settings.ts";

addTexts("app", en);

const Workspace = () => {
  const bridge = useBridge();
  const [chat] = useState(() => createChat(bridge));
  const [settings] = useState(() => createWindowSettings(bridge.client));
  useEffect(() => {
    const controller = new AbortController();
    void settings.follow(controller.signal);
    return () => controller.abort();
  }, [settings]);
  return (
    <ChatProvider chat={chat}>
      <Shell settings={settings} />
    </ChatProvider>
  );
};

export const App = () => (
  <TooltipProvider>
    <ErrorBoundary resetKey="app">
      <Gate>
        <Workspace />
      </Gate>
    </ErrorBoundary>
    <Toasts />
  </TooltipProvider>
);
