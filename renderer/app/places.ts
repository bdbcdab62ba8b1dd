import { BookText, Boxes, Brain, Library, ListChecks, Search, Settings2, SquarePen, Wallet, type LucideIcon } from "lucide-react";
import type { Route } from "../ui/route.ts";

/** Somewhere the sidebar leads. */
export interface Place {
  /** Of its text below `nav`. */
  readonly name: "new" | "search" | "library" | "memory" | "prompts" | "tasks" | "models" | "budget" | "settings";
  readonly icon: LucideIcon;
  readonly route: Route;
  /** The command that goes there too. */
  readonly command: string;
}

export const places: readonly Place[] = [
  { name: "new", icon: SquarePen, route: { screen: "new-chat" }, command: "chat.new" },
  { name: "search", icon: Search, route: { screen: "search" }, command: "go.search" },
  { name: "library", icon: Library, route: { screen: "library" }, command: "go.library" },
  { name: "memory", icon: Brain, route: { screen: "memory", documentId: null }, command: "go.memory" },
  { name: "tasks", icon: ListChecks, route: { screen: "tasks", place: null, id: null }, command: "go.tasks" },
  { name: "prompts", icon: BookText, route: { screen: "prompts" }, command: "go.prompts" },
  { name: "models", icon: Boxes, route: { screen: "models", place: null }, command: "go.models" },
  { name: "budget", icon: Wallet, route: { screen: "budget" }, command: "go.budget" },
];
export const settingsPlace: Place = {
  name: "settings",
  icon: Settings2,
  route: { screen: "settings", section: null },
  command: "go.settings",
};

/** Where the link leads: straight to what waits, where something does. */
export const goalOf = (place: Place, waitingCount: number): Route =>
  place.name === "tasks" && waitingCount > 0 ? { screen: "tasks", place: "approvals", id: null } : place.route;
