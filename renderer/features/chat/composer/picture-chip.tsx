import { CircleAlert, X } from "lucide-react";
import type { ChatImage } from "#core/chat/schema";
import { classNames } from "../../../ui/class-names.ts";
import { errorText } from "../../../ui/error-text.ts";
import { formatBytes } from "../../../ui/format.ts";
import { Spinner } from "../../../ui/spinner.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import type { AttachedPicture } from "./pictures.ts";
import { usePicture } from "../thread/use-picture.ts";

const Thumbnail = ({ image }: { readonly image: ChatImage }) => {
  const picture = usePicture(image.id);
  if (picture.type === "failed") return <CircleAlert aria-hidden size={16} className="text-danger" />;
  return picture.type === "ready" ? (
    <img src={picture.url} alt={image.title} className="size-full animate-appear object-cover" />
  ) : (
    <span aria-hidden className="size-full animate-breathe bg-active" />
  );
};

interface PictureChipProps {
  readonly picture: AttachedPicture;
  readonly onRemove: () => void;
}

/** A picture on its way onto the question. */
export const PictureChip = ({ picture: { name, state }, onRemove }: PictureChipProps) => {
  const t = useTexts("chat");
  const failed = state.type === "failed";
  return (
    <li
      className={classNames(
        "flex max-w-72 min-w-0 animate-rise items-center gap-2.5 rounded-medium border p-1 pr-1.5",
        failed ? "border-danger/40 bg-danger-soft" : "border-line bg-sunken",
      )}
    >
      <span className="grid size-10 shrink-0 place-items-center overflow-hidden rounded-small bg-surface">
        {state.type === "preparing" && <Spinner className="text-accent" />}
        {state.type === "ready" && <Thumbnail image={state.image} />}
        {failed && <CircleAlert aria-hidden size={16} className="text-danger" />}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-note font-medium">{name}</span>
        <span className={classNames("block text-small", failed ? "text-danger" : "truncate text-ink-faint tabular-nums")}>
          {state.type === "preparing" && t("picture.preparing")}
          {state.type === "ready" &&
            t("picture.size", { width: state.image.width, height: state.image.height, size: formatBytes(state.image.sizeBytes) })}
          {failed && errorText(state.error).text}
        </span>
      </span>
      <button
        type="button"
        aria-label={t("attach.remove", { name })}
        onClick={onRemove}
        className="grid size-6 shrink-0 place-items-center rounded-small text-ink-faint hover:bg-active hover:text-ink"
      >
        <X aria-hidden size={14} />
      </button>
    </li>
  );
};
