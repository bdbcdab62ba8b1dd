import {
  BookText,
  Boxes,
  Brain,
  Download,
  Inbox,
  KeyRound,
  Library,
  ListChecks,
  Route as RouteIcon,
  Search,
  Settings2,
  SquarePen,
  Wallet,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { AppCommand } from "../ui/commands.ts";
import type { Translate } from "../ui/i18n.ts";
import { goTo, type Route } from "../ui/route.ts";
import { settingsSections, type SettingsSection } from "../ui/settings-sections.ts";

const go = (id: string, icon: LucideIcon, route: Route, title: (t: Translate) => string, keys?: string): AppCommand => ({
  id,
  icon,
  title,
  keys,
  group: "go",
  run: () => goTo(route),
});

const sectionTitles: Record<SettingsSection, (t: Translate) => string> = {
  general: (t) => t("commands.section.general"),
  keyboard: (t) => t("commands.section.keyboard"),
  models: (t) => t("commands.section.models"),
  embedding: (t) => t("commands.section.embedding"),
  acting: (t) => t("commands.section.acting"),
  programs: (t) => t("commands.section.programs"),
  desktop: (t) => t("commands.section.desktop"),
  data: (t) => t("commands.section.data"),
  about: (t) => t("commands.section.about"),
};

/** Every place of the window that has an address of its own. */
export const goCommands: readonly AppCommand[] = [
  { ...go("chat.new", SquarePen, { screen: "new-chat" }, (t) => t("nav.new"), "mod+shift+o"), group: "chat" },
  go("go.search", Search, { screen: "search" }, (t) => t("commands.search"), "mod+shift+f"),
  go("go.library", Library, { screen: "library" }, (t) => t("nav.library"), "mod+shift+l"),
  go("go.memory", Brain, { screen: "memory", documentId: null }, (t) => t("nav.memory"), "mod+shift+y"),
  go("go.tasks", ListChecks, { screen: "tasks", place: null, id: null }, (t) => t("nav.tasks"), "mod+shift+e"),
  go("go.approvals", Inbox, { screen: "tasks", place: "approvals", id: null }, (t) => t("commands.approvals")),
  go("go.permissions", KeyRound, { screen: "tasks", place: "permissions", id: null }, (t) => t("commands.permissions")),
  go("go.prompts", BookText, { screen: "prompts" }, (t) => t("nav.prompts"), "mod+shift+x"),
  go("go.models", Boxes, { screen: "models", place: null }, (t) => t("nav.models"), "mod+shift+m"),
  go("go.find-model", Download, { screen: "models", place: "find" }, (t) => t("commands.findModel")),
  go("go.routing", RouteIcon, { screen: "models", place: "routing" }, (t) => t("commands.routing")),
  go("go.budget", Wallet, { screen: "budget" }, (t) => t("nav.budget"), "mod+shift+b"),
  go("go.settings", Settings2, { screen: "settings", section: null }, (t) => t("nav.settings"), "mod+,"),
  ...settingsSections.map((section) => ({
    ...go(`go.settings.${section}`, Settings2, { screen: "settings", section }, sectionTitles[section]),
    group: "settings" as const,
  })),
];
