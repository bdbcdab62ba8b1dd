import { CircleAlert, FileText, Folder, X } from "lucide-react";
import { classNames } from "../../../ui/class-names.ts";
import { errorText, fileProblemText } from "../../../ui/error-text.ts";
import { Spinner } from "../../../ui/spinner.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import type { Attachment } from "./attachments.ts";
import { PictureChip } from "./picture-chip.tsx";
import type { AttachedPicture } from "./pictures.ts";

interface AttachmentChipsProps {
  readonly attachments: readonly Attachment[];
  readonly pictures: readonly AttachedPicture[];
  readonly onRemove: (id: string) => void;
}

const useStateText = () => {
  const t = useTexts("chat");
  return ({ state, kind }: Attachment): string => {
    switch (state.type) {
      case "sending":
        return t("attach.sending", { percent: Math.round(state.share * 100) });
      case "reading":
        return state.share === null ? t("attach.reading") : t("attach.readingShare", { percent: Math.round(state.share * 100) });
      case "ready":
        if (kind === "file" && state.fileCount === 1) return t("attach.ready");
        return state.failedCount === 0
          ? t("attach.folder", { count: state.fileCount })
          : t("attach.folderPartly", { count: state.fileCount, failed: state.failedCount });
      case "failed":
        if (state.problem !== null) return fileProblemText(state.problem);
        return state.error === null ? t("attach.nothing") : errorText(state.error).title;
    }
  };
};

/** Pictures and files on their way onto the question, above the text. What was taken off is not shown. */
export const AttachmentChips = ({ attachments: files, pictures: all, onRemove }: AttachmentChipsProps) => {
  const t = useTexts("chat");
  const stateText = useStateText();
  const attachments = files.filter(({ removed }) => !removed);
  const pictures = all.filter(({ removed }) => !removed);
  if (attachments.length === 0 && pictures.length === 0) return null;
  return (
    <ul aria-label={t("attach.label")} aria-live="polite" className="flex max-h-40 flex-wrap gap-2 overflow-y-auto px-3 pt-3">
      {pictures.map((picture) => (
        <PictureChip key={picture.id} picture={picture} onRemove={() => onRemove(picture.id)} />
      ))}
      {attachments.map((attachment) => {
        const failed = attachment.state.type === "failed";
        const moving = attachment.state.type === "sending" || attachment.state.type === "reading";
        const Icon = failed ? CircleAlert : attachment.kind === "folder" ? Folder : FileText;
        return (
          <li
            key={attachment.id}
            className={classNames(
              "flex max-w-72 min-w-0 animate-rise items-center gap-2.5 rounded-medium border py-1.5 pr-1.5 pl-2.5",
              failed ? "border-danger/40 bg-danger-soft" : "border-line bg-sunken",
            )}
          >
            {moving ? (
              <Spinner className="shrink-0 text-accent" />
            ) : (
              <Icon aria-hidden size={16} className={classNames("shrink-0", failed ? "text-danger" : "text-accent")} />
            )}
            <span className="min-w-0 flex-1">
              <span className="block truncate text-note font-medium">{attachment.name}</span>
              <span className={classNames("block text-small", failed ? "text-danger" : "truncate text-ink-faint tabular-nums")}>
                {stateText(attachment)}
              </span>
            </span>
            <button
              type="button"
              aria-label={t("attach.remove", { name: attachment.name })}
              onClick={() => onRemove(attachment.id)}
              className="grid size-6 shrink-0 place-items-center rounded-small text-ink-faint hover:bg-active hover:text-ink"
            >
              <X aria-hidden size={14} />
            </button>
          </li>
        );
      })}
    </ul>
  );
};
