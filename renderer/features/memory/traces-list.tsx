import { formatTime } from "../../ui/format.ts";
import type { Traces } from "#core/memory/schema";
import { useTexts } from "../../ui/i18n.ts";
import { hrefOf } from "../../ui/route.ts";

const mostShown = 5;

/** Where something of a document stays when it is forgotten: conversations, with links, and backups, with their dates. */
export const TracesList = ({ traces }: { readonly traces: Traces }) => {
  const t = useTexts("memory");
  const { backups, quotedIn } = traces;
  return (
    <ul className="flex flex-col gap-1.5">
      {quotedIn.length > 0 && (
        <li>
          {t("traces.quoted", { count: quotedIn.length })}{" "}
          {quotedIn.slice(0, mostShown).map(({ conversationId, title }, index) => (
            <span key={conversationId}>
              {index > 0 && ", "}
              <a className="text-accent underline underline-offset-2" href={hrefOf({ screen: "chat", conversationId, messageId: null })}>
                {title}
              </a>
            </span>
          ))}
          {quotedIn.length > mostShown && ` ${t("traces.more", { count: quotedIn.length - mostShown })}`}
        </li>
      )}
      {backups.length > 0 && (
        <li>
          {t("traces.backups", { count: backups.length })}{" "}
          {backups
            .slice(0, mostShown)
            .map(({ createdAtMs }) => formatTime(createdAtMs))
            .join(", ")}
          {backups.length > mostShown && ` ${t("traces.more", { count: backups.length - mostShown })}`}
        </li>
      )}
      {quotedIn.length === 0 && backups.length === 0 && <li>{t("traces.none")}</li>}
    </ul>
  );
};
