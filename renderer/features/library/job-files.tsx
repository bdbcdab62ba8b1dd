import { fileNameOf } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { classNames } from "../../ui/class-names.ts";
import type { FileLine, JobView } from "./job-view.ts";

/** Newest lines drawn; the rest are in the counts. */
const drawn = 200;

const tones: Record<FileLine["outcome"], string> = {
  added: "text-accent",
  updated: "text-accent",
  unchanged: "text-ink-faint",
  failed: "text-warning",
};

/** Every file this window saw end, newest first. */
export const JobFiles = ({ job }: { readonly job: JobView }) => {
  const t = useTexts("library");
  const earlier = job.doneCount - job.files.length;
  return (
    <div className="mt-2 max-h-56 overflow-y-auto rounded-medium border border-line/70 bg-canvas">
      <ul className="divide-y divide-line/50">
        {job.currentPath !== null && (
          <li className="flex items-center gap-3 px-3 py-1.5 text-note">
            <span className="min-w-0 flex-1 truncate">{fileNameOf(job.currentPath)}</span>
            <span className="animate-breathe text-small text-ink-faint">…</span>
          </li>
        )}
        {job.files.slice(0, drawn).map((file) => (
          <li key={file.path} className="flex items-center gap-3 px-3 py-1.5 text-note" title={file.path}>
            <span className="min-w-0 flex-1 truncate">{fileNameOf(file.path)}</span>
            <span className={classNames("shrink-0 text-small", tones[file.outcome])}>{t(`job.outcome.${file.outcome}`)}</span>
          </li>
        ))}
      </ul>
      {earlier > 0 && <p className="px-3 py-1.5 text-small text-ink-faint">{t("job.earlier", { count: earlier })}</p>}
    </div>
  );
};
