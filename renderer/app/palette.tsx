import {
  Boxes,
  Inbox,
  Keyboard,
  KeyRound,
  Library,
  ListChecks,
  LogOut,
  Moon,
  Search,
  Settings2,
  SquarePen,
  Sun,
  SunMoon,
  Wallet,
  type LucideIcon,
} from "lucide-react";
import { Command } from "cmdk";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { useStore } from "zustand";
import type { Settings } from "#core/settings/schema";
import { useBridge } from "../bridge/index.ts";
import { useChat } from "../features/chat/index.tsx";
import { Keys } from "../ui/keys.tsx";
import { goTo, type Route } from "../ui/route.ts";
import { useTexts } from "../ui/i18n.ts";
import { shortcuts } from "./shortcuts.ts";

interface PaletteProps {
  readonly onClose: () => void;
  readonly onTheme: (theme: Settings["theme"]) => void;
  readonly onShortcuts: () => void;
}

const itemLook = "flex h-9 items-center gap-3 rounded-medium px-3 select-none data-[selected=true]:bg-hover";

interface EntryProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly keys?: string | undefined;
  readonly onSelect: () => void;
}

const Entry = ({ icon: Icon, label, keys, onSelect }: EntryProps) => (
  <Command.Item onSelect={onSelect} className={itemLook}>
    <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-ink-faint" />
    <span className="flex-1 truncate">{label}</span>
    {keys !== undefined && <Keys keys={keys} />}
  </Command.Item>
);

const groupLook =
  "**:[[cmdk-group-heading]]:px-3 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-micro **:[[cmdk-group-heading]]:font-medium **:[[cmdk-group-heading]]:text-ink-faint";

export const Palette = ({ onClose, onTheme, onShortcuts }: PaletteProps) => {
  const t = useTexts("app");
  const { auth } = useBridge();
  const { conversations } = useChat();
  const all = useStore(conversations.store, (state) => state.conversations);
  const [query, setQuery] = useState("");
  const run = (work: () => void) => () => {
    onClose();
    work();
  };
  const go = (route: Route) => run(() => goTo(route));
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-[oklch(0.15_0.01_70/0.28)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-40 w-[calc(100vw-2rem)] max-w-160 -translate-x-1/2 animate-rise overflow-hidden rounded-large border border-line bg-surface shadow-floating outline-none"
        >
          <Dialog.Title className="sr-only">{t("palette.title")}</Dialog.Title>
          <Command label={t("palette.title")} loop>
            <Command.Input
              value={query}
              onValueChange={setQuery}
              placeholder={t("palette.placeholder")}
              className="h-12 w-full border-b border-line bg-transparent px-5 text-read outline-none"
            />
            <Command.List className="max-h-[min(24rem,56vh)] scroll-py-2 overflow-y-auto p-2">
              <Command.Empty className="px-3 py-6 text-center text-ink-faint">{t("palette.none")}</Command.Empty>
              <Command.Group heading={t("palette.actions")} className={groupLook}>
                <Entry icon={SquarePen} label={t("nav.new")} keys={shortcuts["new-chat"]} onSelect={go({ screen: "new-chat" })} />
                <Entry icon={Search} label={t("nav.search")} keys={shortcuts.search} onSelect={go({ screen: "search" })} />
                <Entry icon={Library} label={t("nav.library")} keys={shortcuts.library} onSelect={go({ screen: "library" })} />
                <Entry
                  icon={ListChecks}
                  label={t("nav.tasks")}
                  keys={shortcuts.tasks}
                  onSelect={go({ screen: "tasks", place: null, id: null })}
                />
                <Entry icon={Inbox} label={t("palette.approvals")} onSelect={go({ screen: "tasks", place: "approvals", id: null })} />
                <Entry
                  icon={KeyRound}
                  label={t("palette.permissions")}
                  onSelect={go({ screen: "tasks", place: "permissions", id: null })}
                />
                <Entry icon={Boxes} label={t("nav.models")} keys={shortcuts.models} onSelect={go({ screen: "models", place: null })} />
                <Entry icon={Boxes} label={t("palette.findModel")} onSelect={go({ screen: "models", place: "find" })} />
                <Entry icon={Boxes} label={t("palette.routing")} onSelect={go({ screen: "models", place: "routing" })} />
                <Entry icon={Wallet} label={t("nav.budget")} keys={shortcuts.budget} onSelect={go({ screen: "budget" })} />
                <Entry
                  icon={Settings2}
                  label={t("nav.settings")}
                  keys={shortcuts.settings}
                  onSelect={go({ screen: "settings", section: null })}
                />
                <Entry icon={Sun} label={t("palette.light")} onSelect={run(() => onTheme("light"))} />
                <Entry icon={Moon} label={t("palette.dark")} onSelect={run(() => onTheme("dark"))} />
                <Entry icon={SunMoon} label={t("palette.system")} onSelect={run(() => onTheme("system"))} />
                <Entry icon={Keyboard} label={t("palette.shortcuts")} keys={shortcuts.list} onSelect={run(onShortcuts)} />
                {auth !== null && <Entry icon={LogOut} label={t("palette.signOut")} onSelect={run(() => void auth.logout())} />}
              </Command.Group>
              {all.length > 0 && (
                <Command.Group heading={t("palette.conversations")} className={groupLook}>
                  {all.slice(0, 200).map(({ id, title }) => (
                    <Command.Item
                      key={id}
                      value={`${title} ${id}`}
                      onSelect={go({ screen: "chat", conversationId: id, messageId: null })}
                      className={itemLook}
                    >
                      <span className="truncate">{title}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
