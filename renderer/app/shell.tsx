import { lazy, Suspense, useCallback, useEffect, useRef, useState, type MouseEvent } from "react";
import { useStore } from "zustand";
import { useChat } from "../features/chat/index.tsx";
import { SourcePanel } from "../features/sources/index.tsx";
import { artifactStore, closeArtifact } from "../ui/artifacts/artifact-store.ts";
import { useTexts } from "../ui/i18n.ts";
import type { SourceItem } from "../ui/source-item.ts";
import { Artifacts } from "./artifacts.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { Screens } from "./screens.tsx";
import { Rail, railId } from "./rail.tsx";
import { SidebarEdge, useSidebarWidth } from "./sidebar-edge.tsx";
import { Sidebar } from "./sidebar.tsx";
import { useActivity, useUnreadCount } from "./use-activity.ts";
import { useAppCommands } from "./use-app-commands.ts";
import { useKeyboard } from "./use-keyboard.ts";
import { useMedia } from "./use-media.ts";
import { useRoute } from "./use-route.ts";
import { useTold } from "./use-told.ts";
import { useTypedAhead } from "./use-typed-ahead.ts";
import { whenIdle } from "./when-idle.ts";
import type { WindowSettings } from "./window-settings.ts";

const fetchPalette = () => import("./palette.tsx");
const Palette = lazy(async () => ({ default: (await fetchPalette()).Palette }));
const fetchShortcutList = () => import("./shortcut-list.tsx");
const ShortcutList = lazy(async () => ({ default: (await fetchShortcutList()).ShortcutList }));
/** A layer that could not be fetched ahead is fetched again when it is asked for. */
const fetchLayers = () => void Promise.allSettled([fetchPalette(), fetchShortcutList()]);

const contentId = "content";

/** The address stays as it is: it says where the window stands. */
const skip = (event: MouseEvent) => {
  event.preventDefault();
  document.getElementById(contentId)?.focus();
};

/** What lies over the rest of the window takes the focus when it comes, and hands it to what was covered when it goes. */
const focusFirst = (layer: HTMLElement | null) => {
  layer?.querySelector("button")?.focus();
  return () => {
    setTimeout(() => {
      if (document.activeElement === document.body) document.querySelector<HTMLElement>(`#${railId} button`)?.focus();
    });
  };
};

interface OpenSources {
  /** The screen or conversation they were opened from; they are not shown anywhere else. */
  readonly place: string;
  readonly sources: readonly SourceItem[];
  readonly position: number;
}

export const Shell = ({ settings }: { readonly settings: WindowSettings }) => {
  const t = useTexts("app");
  const route = useRoute();
  const chat = useChat();
  const waitingCount = useTold();
  const unreadCount = useUnreadCount();
  const activities = useActivity(route);
  const { widthPx, resize } = useSidebarWidth();
  const wide = useMedia("(min-width: 1180px)");
  const roomy = useMedia("(min-width: 820px)");
  const sidebarOpen = useStore(settings.store, (state) => state.sidebarOpen);
  const place = route.screen === "chat" ? route.conversationId : route.screen;
  const [overlaidAt, setOverlaidAt] = useState<string | null>(null);
  const [opened, setOpen] = useState<OpenSources | null>(null);
  const [layer, setLayer] = useState<"palette" | "shortcuts" | null>(null);
  const artifactOpen = useStore(artifactStore, (state) => state.place?.conversationId === place);
  const open = opened?.place === place && !artifactOpen ? opened : null;
  const overlaid = overlaidAt === place;

  const openSource = useCallback(
    (sources: readonly SourceItem[], position: number) => {
      closeArtifact();
      setOpen({ place, sources, position });
    },
    [place],
  );
  const closeOverlay = () => setOverlaidAt(null);
  /** Where there is no room for all three, an open source takes the sidebar's place. */
  const yielding = roomy && !wide && open !== null;
  const toggleSidebar = () => {
    if (!roomy) return setOverlaidAt(overlaid ? null : place);
    if (yielding) setOpen(null);
    if (!yielding || !sidebarOpen) void settings.update({ sidebarOpen: !sidebarOpen });
  };

  const isAnswering = () => route.screen === "chat" && chat.isAnswering(route.conversationId);
  useAppCommands({
    settings,
    onPalette: () => setLayer(layer === "palette" ? null : "palette"),
    onShortcuts: () => setLayer(layer === "shortcuts" ? null : "shortcuts"),
    onSidebar: toggleSidebar,
    canStop: () => isAnswering() || open !== null || artifactOpen || overlaid,
    onStop: () => {
      if (route.screen === "chat" && isAnswering()) return void chat.stop(route.conversationId);
      if (!closeArtifact()) setOpen(null);
      closeOverlay();
    },
  });
  useKeyboard(() => layer !== null);
  const takeTyped = useTypedAhead(layer === "palette", () => setLayer(null));

  // So that their keys bring them at once.
  useEffect(() => whenIdle(fetchLayers), []);

  // Where the focus was is gone with the screen before: whoever goes on by keyboard goes on in the new one.
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) return void (isFirst.current = false);
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) document.getElementById(contentId)?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  }, [place]);

  const sidebarShown = roomy ? sidebarOpen && !yielding : overlaid;
  return (
    <div className="flex h-full">
      <a
        href={`#${contentId}`}
        onClick={skip}
        className="sr-only focus-visible:not-sr-only focus-visible:fixed! focus-visible:top-2 focus-visible:left-2 focus-visible:z-50 focus-visible:rounded-medium focus-visible:bg-accent focus-visible:px-3! focus-visible:py-2! focus-visible:font-medium focus-visible:text-accent-ink focus-visible:shadow-floating"
      >
        {t("nav.skip")}
      </a>
      {(!sidebarShown || !roomy) && (
        <Rail
          isCovered={sidebarShown}
          route={route}
          waitingCount={waitingCount}
          unreadCount={unreadCount}
          activities={activities}
          onToggle={toggleSidebar}
        />
      )}
      {sidebarShown && (
        <>
          {!roomy && <div aria-hidden className="fixed inset-0 z-20 animate-appear bg-scrim" onClick={closeOverlay} />}
          <div
            ref={roomy ? undefined : focusFirst}
            className={roomy ? "relative shrink-0" : "fixed inset-y-0 left-0 z-30 animate-appear shadow-floating"}
          >
            <Sidebar route={route} waitingCount={waitingCount} activities={activities} widthPx={widthPx} onToggle={toggleSidebar} />
            {roomy && <SidebarEdge widthPx={widthPx} onResize={resize} />}
          </div>
        </>
      )}
      <main id={contentId} tabIndex={-1} className="relative flex min-w-0 flex-1 flex-col outline-none">
        <ConnectionBanner />
        <div className="min-h-0 flex-1">
          <Screens route={route} onOpenSource={openSource} />
        </div>
      </main>
      {route.screen === "chat" && <Artifacts conversationId={route.conversationId} wide={wide} />}
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
        {layer === "palette" && <Palette takeTyped={takeTyped} onClose={() => setLayer(null)} />}
        {layer === "shortcuts" && <ShortcutList onClose={() => setLayer(null)} />}
      </Suspense>
    </div>
  );
};
