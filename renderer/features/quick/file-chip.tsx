import { FileText, X } from "lucide-react";
import { classNames } from "../../ui/class-names.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Spinner } from "../../ui/spinner.tsx";
import type { QuickFile } from "./quick-files.ts";

/** A file or picture that goes with the question. */
export const FileChip = ({ file, onRemove }: { readonly file: QuickFile; readonly onRemove: () => void }) => {
  const t = useTexts("quick");
  return (
    <li
      className={classNames(
        "flex h-6 min-w-0 items-center gap-1.5 rounded-full border border-line bg-sunken pl-2 text-small",
        file.state === "failed" && "border-danger text-danger",
      )}
    >
      {file.preview !== null ? (
        <img src={file.preview} alt={file.name} decoding="async" className="size-4.5 shrink-0 rounded-small object-cover" />
      ) : file.state === "reading" ? (
        <Spinner />
      ) : (
        <FileText aria-hidden size={12} className="shrink-0" />
      )}
      <span className="max-w-56 truncate" title={file.state === "failed" ? t("unreadable", { name: file.name }) : file.name}>
        {file.state === "reading"
          ? t("bringing", { name: file.name })
          : file.state === "failed"
            ? t("unreadable", { name: file.name })
            : file.name}
      </span>
      <button
        type="button"
        aria-label={t("remove", { name: file.name })}
        onClick={onRemove}
        className="grid size-6 place-items-center rounded-full hover:bg-hover"
      >
        <X aria-hidden size={12} />
      </button>
    </li>
  );
};
