import { Boxes, Library, ListChecks, PanelLeft, Search, Settings2, SquarePen, Wallet, type LucideIcon } from "lucide-react";
import { ConversationList } from "../features/chat/index.tsx";
import { classNames } from "../ui/class-names.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { Keys } from "../ui/keys.tsx";
import { hrefOf, type Route } from "../ui/route.ts";
import { useTexts } from "../ui/i18n.ts";
import { LibraryActivity } from "./library-activity.tsx";
import { Logo } from "./logo.tsx";
import { shortcuts } from "./shortcuts.ts";

interface Place {
  readonly name: "new" | "search" | "library" | "tasks" | "models" | "budget" | "settings";
  readonly icon: LucideIcon;
  readonly route: Route;
  readonly keys: string;
}

const places: readonly Place[] = [
  { name: "new", icon: SquarePen, route: { screen: "new-chat" }, keys: shortcuts["new-chat"] },
  { name: "search", icon: Search, route: { screen: "search" }, keys: shortcuts.search },
  { name: "library", icon: Library, route: { screen: "library" }, keys: shortcuts.library },
  { name: "tasks", icon: ListChecks, route: { screen: "tasks", place: null, id: null }, keys: shortcuts.tasks },
  { name: "models", icon: Boxes, route: { screen: "models", place: null }, keys: shortcuts.models },
  { name: "budget", icon: Wallet, route: { screen: "budget" }, keys: shortcuts.budget },
];
const settings: Place = { name: "settings", icon: Settings2, route: { screen: "settings", section: null }, keys: shortcuts.settings };

/** Where the link leads: straight to what waits, where something does. */
const goalOf = (place: Place, waitingCount: number): Route =>
  place.name === "tasks" && waitingCount > 0 ? { screen: "tasks", place: "approvals", id: null } : place.route;

interface PlaceLinkProps {
  readonly place: Place;
  readonly active: boolean;
  readonly waitingCount: number;
}

const PlaceLink = ({ place, active, waitingCount }: PlaceLinkProps) => {
  const t = useTexts("app");
  return (
    <a
      href={hrefOf(goalOf(place, waitingCount))}
      aria-current={active ? "page" : undefined}
      className={classNames(
        "group flex h-8 items-center gap-2.5 rounded-medium px-2.5 transition-colors duration-100 focus-visible:-outline-offset-2",
        active ? "bg-active text-ink" : "text-ink-soft hover:bg-hover hover:text-ink",
      )}
    >
      <place.icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
      <span className="flex-1 truncate">{t(`nav.${place.name}`)}</span>
      {waitingCount > 0 && (
        <span
          data-testid="waiting-count"
          aria-label={t("nav.waiting", { count: waitingCount })}
          className="grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1.5 text-micro font-semibold text-accent-ink tabular-nums"
        >
          {waitingCount}
        </span>
      )}
      <span className="hidden group-hover:inline">
        <Keys keys={place.keys} />
      </span>
    </a>
  );
};

interface SidebarProps {
  readonly route: Route;
  /** Questions to the person that nobody has answered. */
  readonly waitingCount: number;
  readonly onToggle: () => void;
}

export const Sidebar = ({ route, waitingCount, onToggle }: SidebarProps) => {
  const t = useTexts("app");
  return (
    <div className="flex h-full w-66 flex-col border-r border-line/70 bg-sidebar">
      <div className="flex h-12 shrink-0 items-center gap-2.5 pr-2 pl-4">
        <Logo size={22} />
        <span className="flex-1 font-semibold tracking-[-0.01em]">{t("name")}</span>
        <IconButton icon={PanelLeft} label={t("nav.close")} shortcut={shortcuts.sidebar} onClick={onToggle} />
      </div>
      <nav aria-label={t("nav.label")} className="flex flex-col gap-px px-2 pt-1 pb-4">
        {places.map((place) => (
          <PlaceLink
            key={place.name}
            place={place}
            active={place.route.screen === route.screen}
            waitingCount={place.name === "tasks" ? waitingCount : 0}
          />
        ))}
      </nav>
      <div className="min-h-0 flex-1 overflow-y-auto [mask-image:linear-gradient(to_bottom,black_calc(100%-2rem),transparent)]">
        <ConversationList activeId={route.screen === "chat" ? route.conversationId : null} />
      </div>
      <div className="flex flex-col gap-1 px-2 py-2">
        <LibraryActivity />
        <PlaceLink place={settings} active={route.screen === "settings"} waitingCount={0} />
      </div>
    </div>
  );
};

/** The closed sidebar: the same places as icons. */
export const Rail = ({ route, waitingCount, onToggle }: SidebarProps) => {
  const t = useTexts("app");
  const link = (place: Place) => {
    const waits = place.name === "tasks" && waitingCount > 0;
    const name = t(`nav.${place.name}`);
    return (
      <span key={place.name} className="relative">
        <IconButton
          icon={place.icon}
          label={waits ? `${name}: ${t("nav.waiting", { count: waitingCount })}` : name}
          shortcut={place.keys}
          aria-current={place.route.screen === route.screen ? "page" : undefined}
          className="aria-[current]:bg-active aria-[current]:text-ink"
          onClick={() => (location.hash = hrefOf(goalOf(place, waitingCount)))}
        />
        {waits && <span aria-hidden className="pointer-events-none absolute top-0.5 right-0.5 size-2 rounded-full bg-accent" />}
      </span>
    );
  };
  return (
    <nav
      aria-label={t("nav.label")}
      className="flex h-full w-13 shrink-0 flex-col items-center gap-1 border-r border-line/70 bg-sidebar py-2"
    >
      <IconButton icon={PanelLeft} label={t("nav.open")} shortcut={shortcuts.sidebar} onClick={onToggle} />
      <span className="h-2" />
      {places.map(link)}
      <span className="flex-1" />
      {link(settings)}
    </nav>
  );
};
