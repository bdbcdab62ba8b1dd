import { ProgressBar } from "../ui/progress-bar.tsx";
import { hrefOf } from "../ui/route.ts";
import type { Activity } from "./activities.ts";

/** What goes on, wherever one is in the window. */
export const ActivityList = ({ label, activities }: { readonly label: string; readonly activities: readonly Activity[] }) =>
  activities.length === 0 ? null : (
    <ul aria-label={label} className="flex flex-col gap-px">
      {activities.map(({ id, route, share, text }) => (
        <li key={id}>
          <a
            href={hrefOf(route)}
            className="block animate-appear rounded-medium px-2.5 py-2 hover:bg-hover focus-visible:-outline-offset-2"
          >
            <span className="mb-1.5 line-clamp-2 text-small wrap-anywhere text-ink-soft tabular-nums">{text}</span>
            <ProgressBar label={text} share={share} />
          </a>
        </li>
      ))}
    </ul>
  );
