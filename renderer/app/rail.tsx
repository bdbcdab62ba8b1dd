import { PanelLeft } from "lucide-react";
import { useKeysOf } from "../ui/commands.ts";
import { useTexts } from "../ui/i18n.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { hrefOf, type Route } from "../ui/route.ts";
import type { Activity } from "./activities.ts";
import { goalOf, places, settingsPlace, type Place } from "./places.ts";

const Dot = ({ text }: { readonly text?: string }) => (
  <span
    aria-hidden
    className={
      text === undefined
        ? "pointer-events-none absolute top-0.5 right-0.5 size-2 rounded-full bg-accent"
        : "pointer-events-none absolute -top-0.5 -right-1 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-micro font-semibold text-accent-ink tabular-nums"
    }
  >
    {text}
  </span>
);

interface RailLinkProps {
  readonly place: Place;
  readonly active: boolean;
  readonly waitingCount: number;
}

const RailLink = ({ place, active, waitingCount }: RailLinkProps) => {
  const t = useTexts("app");
  const keys = useKeysOf(place.command);
  const name = t(`nav.${place.name}`);
  return (
    <span className="relative">
      <IconButton
        icon={place.icon}
        label={waitingCount > 0 ? `${name}: ${t("nav.waiting", { count: waitingCount })}` : name}
        shortcut={keys}
        aria-current={active ? "page" : undefined}
        className="aria-[current]:bg-active aria-[current]:text-ink"
        onClick={() => (location.hash = hrefOf(goalOf(place, waitingCount)))}
      />
      {waitingCount > 0 && <Dot />}
    </span>
  );
};

interface RailProps {
  readonly route: Route;
  readonly waitingCount: number;
  readonly unreadCount: number;
  readonly activities: readonly Activity[];
  /** The sidebar lies over it. */
  readonly isCovered: boolean;
  readonly onToggle: () => void;
}

export const railId = "rail";

/** The closed sidebar: the same places as icons, and that something goes on or is new behind it. */
export const Rail = ({ route, waitingCount, unreadCount, activities, isCovered, onToggle }: RailProps) => {
  const t = useTexts("app");
  const news = [...(unreadCount === 0 ? [] : [t("nav.unread", { count: unreadCount })]), ...activities.map(({ text }) => text)];
  return (
    <nav
      id={railId}
      inert={isCovered}
      aria-label={t("nav.label")}
      className="flex h-full w-13 shrink-0 flex-col items-center gap-1 overflow-y-auto border-r border-line/70 bg-sidebar py-2"
    >
      <span className="relative">
        <IconButton
          icon={PanelLeft}
          label={[t("nav.open"), ...news].join(". ")}
          shortcut={useKeysOf("app.sidebar")}
          onClick={onToggle}
          className={activities.length > 0 ? "text-accent" : undefined}
        />
        {unreadCount > 0 && <Dot text={String(Math.min(99, unreadCount))} />}
        {unreadCount === 0 && activities.length > 0 && (
          <span aria-hidden className="pointer-events-none absolute top-0.5 right-0.5 size-2 animate-breathe rounded-full bg-accent" />
        )}
      </span>
      <span className="h-2 shrink-0" />
      {places.map((place) => (
        <RailLink
          key={place.name}
          place={place}
          active={place.route.screen === route.screen}
          waitingCount={place.name === "tasks" ? waitingCount : 0}
        />
      ))}
      <span className="flex-1" />
      <RailLink place={settingsPlace} active={route.screen === "settings"} waitingCount={0} />
    </nav>
  );
};
