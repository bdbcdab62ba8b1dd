import { lazy, Suspense, useCallback, useState } from "react";
import { useStore } from "zustand";
import { composerId, useChat } from "../features/chat/index.tsx";
import { SourcePanel } from "../features/sources/index.tsx";
import { goTo } from "../ui/route.ts";
import type { SourceItem } from "../ui/source-item.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { Screens } from "./screens.tsx";
import type { Command } from "./shortcuts.ts";
import { Rail, Sidebar } from "./sidebar.tsx";
import { useCommands } from "./use-commands.ts";
import { useMedia } from "./use-media.ts";
import { useRoute } from "./use-route.ts";
import { useTold } from "./use-told.ts";
import type { WindowSettings } from "./window-settings.ts";

const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));
const ShortcutList = lazy(async () => ({ default: (await import("./shortcut-list.tsx")).ShortcutList }));

interface OpenSources {
  /** The screen or conversation they were opened from; they are not shown anywhere else. */
  readonly place: string;
  readonly sources: readonly SourceItem[];
  readonly position: number;
}

export const Shell = ({ settings }: { readonly settings: WindowSettings }) => {
  const route = useRoute();
  const chat = useChat();
  const waitingCount = useTold();
  const wide = useMedia("(min-width: 1180px)");
  const roomy = useMedia("(min-width: 820px)");
  const sidebarOpen = useStore(settings.store, (state) => state.sidebarOpen);
  const place = route.screen === "chat" ? route.conversationId : route.screen;
  const [overlaidAt, setOverlaidAt] = useState<string | null>(null);
  const [opened, setOpen] = useState<OpenSources | null>(null);
  const [layer, setLayer] = useState<"palette" | "shortcuts" | null>(null);
  const open = opened?.place === place ? opened : null;
  const overlaid = overlaidAt === place;

  const openSource = useCallback((sources: readonly SourceItem[], position: number) => setOpen({ place, sources, position }), [place]);
  const closeOverlay = () => setOverlaidAt(null);
  /** Where there is no room for all three, an open source takes the sidebar's place. */
  const yielding = roomy && !wide && open !== null;
  const toggleSidebar = () => {
    if (!roomy) return setOverlaidAt(overlaid ? null : place);
    if (yielding) setOpen(null);
    if (!yielding || !sidebarOpen) void settings.update({ sidebarOpen: !sidebarOpen });
  };

  const stop = (): boolean => {
    if (route.screen === "chat" && chat.isAnswering(route.conversationId)) {
      void chat.stop(route.conversationId);
      return true;
    }
    if (open === null && !overlaid) return false;
    setOpen(null);
    closeOverlay();
    return true;
  };

  useCommands((command: Command): boolean => {
    switch (command) {
      case "palette":
        setLayer(layer === "palette" ? null : "palette");
        return true;
      case "list":
        setLayer(layer === "shortcuts" ? null : "shortcuts");
        return true;
      case "new-chat":
      case "search":
      case "library":
      case "budget":
        goTo({ screen: command });
        return true;
      case "tasks":
        goTo({ screen: "tasks", place: null, id: null });
        return true;
      case "models":
        goTo({ screen: "models", place: null });
        return true;
      case "settings":
        goTo({ screen: "settings", section: null });
        return true;
      case "sidebar":
        toggleSidebar();
        return true;
      case "focus":
        document.getElementById(composerId)?.focus();
        return true;
      case "stop":
        return stop();
    }
  });

  const sidebarShown = roomy ? sidebarOpen && !yielding : overlaid;
  return (
    <div className="flex h-full">
      {(!sidebarShown || !roomy) && <Rail route={route} waitingCount={waitingCount} onToggle={toggleSidebar} />}
      {sidebarShown && (
        <>
          {!roomy && <div aria-hidden className="fixed inset-0 z-20 animate-appear bg-[oklch(0.15_0.01_70/0.28)]" onClick={closeOverlay} />}
          <div className={roomy ? "shrink-0" : "fixed inset-y-0 left-0 z-30 animate-appear shadow-floating"}>
            <Sidebar route={route} waitingCount={waitingCount} onToggle={toggleSidebar} />
          </div>
        </>
      )}
      <main className="relative flex min-w-0 flex-1 flex-col">
        <ConnectionBanner />
        <div className="min-h-0 flex-1">
          <Screens route={route} onOpenSource={openSource} />
        </div>
      </main>
      {open !== null && (
        <div
          className={
            roomy
              ? "w-104 shrink-0 animate-appear border-l border-line/70"
              : "fixed inset-y-0 right-0 z-20 w-104 max-w-[calc(100vw-3.25rem)] animate-appear border-l border-line shadow-floating"
          }
        >
          <SourcePanel
            sources={open.sources}
            position={open.position}
            onMove={(position) => setOpen({ ...open, position })}
            onClose={() => setOpen(null)}
          />
        </div>
      )}
      <Suspense fallback={null}>
        {layer === "palette" && (
          <Palette
            onClose={() => setLayer(null)}
            onTheme={(theme) => void settings.update({ theme })}
            onShortcuts={() => setLayer("shortcuts")}
          />
        )}
        {layer === "shortcuts" && <ShortcutList onClose={() => setLayer(null)} />}
      </Suspense>
    </div>
  );
};
