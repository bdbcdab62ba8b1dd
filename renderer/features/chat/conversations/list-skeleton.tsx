import { useEffect, useState } from "react";
import { useTexts } from "../../../ui/i18n.ts";

/** Whoever waits less than this is better off without a sign of it. */
const patienceMs = 300;
/** In percent of the room there is. */
const widths = [72, 54, 83, 61, 45, 76, 58];

/** Lines where conversations will be; nothing at first. */
export const ListSkeleton = () => {
  const t = useTexts("chat");
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div role="status" className="flex animate-appear flex-col gap-1 px-2">
      <span className="sr-only">{t("list.loading")}</span>
      {widths.map((width) => (
        <span key={width} aria-hidden className="flex h-8 items-center px-2.5">
          <span className="h-2.5 animate-breathe rounded-full bg-active" style={{ width: `${width}%` }} />
        </span>
      ))}
    </div>
  );
};
