import {
  CircleStop,
  DatabaseBackup,
  FilePlus2,
  FolderInput,
  FolderOutput,
  Keyboard,
  Lock,
  LogOut,
  PanelLeft,
  PenLine,
  Rocket,
  TextSearch,
} from "lucide-react";
import { useMemo } from "react";
import { attempt, useBridge } from "../bridge/index.ts";
import { composerId, newDraft, useChat } from "../features/chat/index.tsx";
import { runWhenContributed, useCommandsOf } from "../ui/commands.ts";
import { errorText } from "../ui/error-text.ts";
import { fileNameOf } from "../ui/format.ts";
import { useTexts } from "../ui/i18n.ts";
import { goTo } from "../ui/route.ts";
import { showToast } from "../ui/toast-store.ts";
import { goCommands } from "./go-commands.ts";
import { lookCommands } from "./look-commands.ts";
import type { WindowSettings } from "./window-settings.ts";

interface Doings {
  readonly settings: WindowSettings;
  readonly onPalette: () => void;
  readonly onShortcuts: () => void;
  readonly onSidebar: () => void;
  /** What Esc ends, if there is something. */
  readonly canStop: () => boolean;
  readonly onStop: () => void;
}

/** What can be done from anywhere. Screens contribute what can be done in them. */
export const useAppCommands = ({ settings, onPalette, onShortcuts, onSidebar, canStop, onStop }: Doings): void => {
  const t = useTexts("app");
  const { auth, client, shell } = useBridge();
  const { drafts } = useChat();
  const looks = useMemo(() => lookCommands(settings), [settings]);

  const backUp = async () => {
    const outcome = await attempt(client.backup.create());
    if (!outcome.ok) return void showToast({ tone: "danger", ...errorText(outcome.error) });
    showToast({
      title: t("commands.backedUp"),
      text: fileNameOf(outcome.value.path),
      action: { label: t("told.look"), onSelect: () => goTo({ screen: "settings", section: "data" }) },
    });
  };

  useCommandsOf("app", [
    ...goCommands,
    {
      id: "chat.new-private",
      title: (text) => text("commands.newPrivate"),
      group: "chat",
      icon: Lock,
      run: () => {
        drafts.setPrivate(newDraft, true);
        goTo({ screen: "new-chat" });
      },
    },
    {
      id: "chat.focus",
      title: (text) => text("commands.focus"),
      group: "chat",
      icon: PenLine,
      keys: "/",
      enabled: () => document.getElementById(composerId) !== null,
      run: () => document.getElementById(composerId)?.focus(),
    },
    {
      id: "chat.stop",
      title: (text) => text("commands.stop"),
      group: "chat",
      icon: CircleStop,
      keys: "escape",
      enabled: canStop,
      run: onStop,
    },
    {
      id: "library.add-files",
      title: (text) => text("commands.addFiles"),
      group: "documents",
      icon: FilePlus2,
      run: () => {
        goTo({ screen: "library" });
        runWhenContributed("library.add-files");
      },
    },
    ...looks,
    { id: "app.palette", title: (text) => text("nav.palette"), group: "window", icon: TextSearch, keys: "mod+k", run: onPalette },
    { id: "app.sidebar", title: (text) => text("commands.sidebar"), group: "window", icon: PanelLeft, keys: "mod+b", run: onSidebar },
    { id: "app.shortcuts", title: (text) => text("commands.shortcuts"), group: "window", icon: Keyboard, keys: "mod+/", run: onShortcuts },
    ...(shell === null
      ? []
      : [
          {
            id: "app.quick",
            title: (text: typeof t) => text("commands.quick"),
            group: "window" as const,
            icon: Rocket,
            run: () => void attempt(shell.openQuick()),
          },
        ]),
    ...(auth === null
      ? []
      : [
          {
            id: "app.sign-out",
            title: (text: typeof t) => text("commands.signOut"),
            group: "window" as const,
            icon: LogOut,
            run: () => void auth.logout(),
          },
        ]),
    { id: "data.back-up", title: (text) => text("commands.backUp"), group: "data", icon: DatabaseBackup, run: () => void backUp() },
    {
      id: "data.export",
      title: (text) => text("commands.export"),
      group: "data",
      icon: FolderOutput,
      run: () => {
        goTo({ screen: "settings", section: "data" });
        runWhenContributed("data.export");
      },
    },
    {
      id: "data.import",
      title: (text) => text("commands.import"),
      keywords: (text) => text("commands.importWords"),
      group: "data",
      icon: FolderInput,
      run: () => {
        goTo({ screen: "settings", section: "data" });
        runWhenContributed("data.import");
      },
    },
  ]);
};
