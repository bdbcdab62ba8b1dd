import { useEffect, useState } from "react";
import { useConnection } from "../bridge/index.ts";
import { Spinner } from "../ui/spinner.tsx";
import { useTexts } from "../ui/i18n.ts";

/** Breaks shorter than this pass unseen. */
const patienceMs = 900;

export const ConnectionBanner = () => {
  const t = useTexts("app");
  const connection = useConnection();
  const broken = connection.type === "lost" || connection.type === "connecting";
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!broken) return;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [broken]);
  if (!broken || !late) return null;
  return (
    <div
      role="status"
      className="flex shrink-0 animate-appear items-center justify-center gap-2 bg-warning-soft px-4 py-1.5 text-note text-warning"
    >
      <Spinner />
      <span className="font-medium">{t(connection.type === "connecting" ? "connection.connecting" : "connection.lost")}</span>
      <span className="hidden text-ink-soft sm:inline">{t("connection.lostText")}</span>
    </div>
  );
};
