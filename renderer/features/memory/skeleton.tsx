import { useEffect, useState } from "react";
import { useTexts } from "../../ui/i18n.ts";

/** What is there in less time needs no skeleton. */
const patienceMs = 300;

/** Rows to come, after a moment. */
export const Skeleton = () => {
  const t = useTexts("memory");
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={t("reading")} className="flex-1 px-4 py-6 sm:px-6">
      {late &&
        Array.from({ length: 6 }, (_, index) => (
          <div key={index} aria-hidden className="flex h-13 animate-breathe items-center gap-4">
            <span className="size-4 rounded-small bg-active" />
            <span className="flex flex-1 flex-col gap-1.5">
              <span className="h-3 w-2/5 rounded-small bg-active" />
              <span className="h-2.5 w-3/5 rounded-small bg-sunken" />
            </span>
            <span className="h-5 w-24 rounded-full bg-active" />
          </div>
        ))}
    </div>
  );
};
