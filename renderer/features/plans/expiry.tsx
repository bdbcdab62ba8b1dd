import { Clock } from "lucide-react";
import { formatDuration } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { useNow } from "./use-now.ts";

/** How long a look at the future still counts. */
export const Expiry = ({ expiresAtMs }: { readonly expiresAtMs: number }) => {
  const t = useTexts("plans");
  const leftMs = expiresAtMs - useNow(true);
  return (
    <span className={leftMs < 60_000 ? "inline-flex items-center gap-1.5 text-warning" : "inline-flex items-center gap-1.5"}>
      <Clock aria-hidden size={13} />
      <span role="timer">{leftMs <= 0 ? t("card.expired") : t("card.expires", { time: formatDuration(Math.max(1000, leftMs)) })}</span>
    </span>
  );
};
