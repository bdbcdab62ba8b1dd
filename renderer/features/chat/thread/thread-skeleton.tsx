import { useEffect, useState } from "react";
import { useTexts } from "../../../ui/i18n.ts";

/** What is there sooner needs no sign that it is coming. */
const patienceMs = 300;

/** Stands where a conversation will be while it is being read. */
export const ThreadSkeleton = () => {
  const t = useTexts("ui");
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return <div className="flex-1" />;
  return (
    <div role="status" aria-label={t("loading")} className="min-h-0 flex-1 animate-appear overflow-hidden px-4 pt-16 sm:px-6">
      <div aria-hidden className="mx-auto flex max-w-184 animate-breathe flex-col gap-8">
        {[0, 1, 2].map((turn) => (
          <div key={turn} className="flex flex-col gap-6">
            <div className="h-10 w-2/5 self-end rounded-huge rounded-br-small bg-sunken" />
            <div className="flex flex-col gap-2.5">
              <div className="h-3 w-11/12 rounded-full bg-sunken" />
              <div className="h-3 w-4/5 rounded-full bg-sunken" />
              <div className="h-3 w-3/5 rounded-full bg-sunken" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
};
