import { PanelLeft } from "lucide-react";
import { ConversationList } from "../features/chat/index.tsx";
import { classNames } from "../ui/class-names.ts";
import { useKeysOf } from "../ui/commands.ts";
import { useTexts } from "../ui/i18n.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { Keys } from "../ui/keys.tsx";
import { hrefOf, type Route } from "../ui/route.ts";
import type { Activity } from "./activities.ts";
import { ActivityList } from "./activity-list.tsx";
import { Logo } from "./logo.tsx";
import { goalOf, places, settingsPlace, type Place } from "./places.ts";

interface PlaceLinkProps {
  readonly place: Place;
  readonly active: boolean;
  readonly waitingCount: number;
}

const PlaceLink = ({ place, active, waitingCount }: PlaceLinkProps) => {
  const t = useTexts("app");
  const keys = useKeysOf(place.command);
  return (
    <a
      href={hrefOf(goalOf(place, waitingCount))}
      aria-current={active ? "page" : undefined}
      className={classNames(
        "group flex h-8 shrink-0 items-center gap-2.5 rounded-medium px-2.5 transition-colors duration-100 focus-visible:-outline-offset-2",
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
      {keys !== undefined && (
        <span aria-hidden className="hidden group-hover:inline group-focus-visible:inline">
          <Keys keys={keys} />
        </span>
      )}
    </a>
  );
};

interface SidebarProps {
  readonly route: Route;
  /** Questions to the person that nobody has answered. */
  readonly waitingCount: number;
  readonly activities: readonly Activity[];
  readonly widthPx: number;
  readonly onToggle: () => void;
}

export const Sidebar = ({ route, waitingCount, activities, widthPx, onToggle }: SidebarProps) => {
  const t = useTexts("app");
  return (
    <div className="flex h-full max-w-[85vw] flex-col border-r border-line/70 bg-sidebar" style={{ width: widthPx }}>
      <div className="flex h-12 shrink-0 items-center gap-2.5 pr-2 pl-4">
        <Logo size={22} />
        <span className="flex-1 font-semibold tracking-[-0.01em]">{t("name")}</span>
        <IconButton icon={PanelLeft} label={t("nav.close")} shortcut={useKeysOf("app.sidebar")} onClick={onToggle} />
      </div>
      {/* Where the window is low, places and conversations are scrolled together. */}
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <nav aria-label={t("nav.label")} className="flex shrink-0 flex-col gap-px px-2 pt-1 pb-4">
          {places.map((place) => (
            <PlaceLink
              key={place.name}
              place={place}
              active={place.route.screen === route.screen}
              waitingCount={place.name === "tasks" ? waitingCount : 0}
            />
          ))}
        </nav>
        <div className="min-h-56 flex-1">
          <ConversationList activeId={route.screen === "chat" ? route.conversationId : null} />
        </div>
      </div>
      <div className="flex flex-col gap-1 px-2 py-2">
        <ActivityList label={t("activity.label")} activities={activities} />
        <PlaceLink place={settingsPlace} active={route.screen === "settings"} waitingCount={0} />
      </div>
    </div>
  );
};
