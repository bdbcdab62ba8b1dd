import { Button } from "../button.tsx";
import { Dialog } from "../dialog.tsx";
import { useTexts } from "../i18n.ts";
import { Notice } from "../notice.tsx";
import { linkWarnings, type PendingLink } from "./pending-link.ts";

interface LinkDialogProps {
  readonly link: PendingLink;
  readonly onClose: () => void;
}

/** Shows where a link really leads before anything is opened. */
export const LinkDialog = ({ link, onClose }: LinkDialogProps) => {
  const t = useTexts("markdown");
  const shared = useTexts("ui");
  const url = new URL(link.href);
  const isMail = url.protocol === "mailto:";
  const open = () => {
    window.open(link.href, "_blank", "noopener,noreferrer");
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="medium"
      title={t("linkTitle")}
      description={t(isMail ? "mailText" : "linkText")}
      footer={
        <>
          <Button tone="quiet" onClick={() => void navigator.clipboard.writeText(link.href)}>
            {t("linkCopy")}
          </Button>
          <Button autoFocus onClick={onClose}>
            {shared("cancel")}
          </Button>
          <Button tone="primary" onClick={open}>
            {t("linkOpen")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="rounded-medium border border-line bg-sunken px-3.5 py-3">
          <p className="text-title font-semibold break-all">{isMail ? url.pathname : url.host}</p>
          {!isMail && <p className="mt-1 max-h-32 overflow-y-auto font-mono text-small break-all text-ink-soft">{link.href}</p>}
        </div>
        {linkWarnings(link).map((warning) => (
          <Notice key={warning} tone="warning" title={t(warning, { text: link.text.slice(0, 80) })} />
        ))}
      </div>
    </Dialog>
  );
};
