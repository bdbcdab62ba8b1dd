import { Check, ChevronDown, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { fileNameOf, formatDuration, formatNumber } from "../../ui/format.ts";
import { useTexts, type Translate } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { JobFailures } from "./job-failures.tsx";
import { JobFiles } from "./job-files.tsx";
import { shareOf, type JobView } from "./job-view.ts";
import { useLibrary } from "./use-library.ts";

const titleOf = (t: Translate, job: JobView): string => {
  const done = formatNumber(job.doneCount);
  if (job.state === "done") return t("job.done", { count: job.doneCount, duration: formatDuration(job.durationMs ?? 0) });
  if (job.state === "stopped") return t(job.error?.type === "Defect" ? "job.broken" : "job.stopped", { count: done });
  return job.fileCount === null ? t("job.counting") : t("job.running", { done, count: formatNumber(job.fileCount) });
};

const Sign = ({ job }: { readonly job: JobView }) => {
  if (job.state === "running") return <Spinner className="text-accent" />;
  if (job.failed.length > 0 || job.error !== null) return <TriangleAlert aria-hidden size={16} className="shrink-0 text-warning" />;
  return <Check aria-hidden size={16} className="shrink-0 text-accent" />;
};

const Counts = ({ job }: { readonly job: JobView }) => {
  const t = useTexts("library");
  const shown = (["added", "updated", "unchanged", "removed"] as const).filter((name) => job.counts[name] > 0);
  return (
    <div className="flex flex-wrap gap-1.5">
      {shown.map((name) => (
        <Badge key={name} tone={name === "added" || name === "updated" ? "accent" : "neutral"}>
          {t(`job.${name}`, { count: job.counts[name] })}
        </Badge>
      ))}
      {job.failed.length > 0 && <Badge tone="warning">{t("job.failed", { count: job.failed.length })}</Badge>}
    </div>
  );
};

/** One reading job: how far it is, what it reads, what did not go in and what to do about it. */
export const JobPanel = ({ job }: { readonly job: JobView }) => {
  const t = useTexts("library");
  const library = useLibrary();
  const [open, setOpen] = useState(false);
  const running = job.state === "running";
  const title = titleOf(t, job);
  return (
    <section
      aria-label={title}
      data-testid="ingest-job"
      data-state={job.state}
      className="rounded-large border border-line bg-surface px-4 py-3 shadow-low"
    >
      <header className="flex items-center gap-3">
        <Sign job={job} />
        <p aria-live="polite" className="min-w-0 truncate font-medium tabular-nums">
          {title}
        </p>
        <div className="hidden min-w-0 flex-1 lg:block">
          <Counts job={job} />
        </div>
        <span className="flex-1 lg:hidden" />
        <Button size="small" tone="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? "job.less" : "job.show")}
          <ChevronDown aria-hidden size={13} className={classNames("transition-transform duration-150", open && "rotate-180")} />
        </Button>
        {running ? (
          <Button size="small" onClick={() => void library.cancel(job.id)}>
            {t("job.cancel")}
          </Button>
        ) : (
          <IconButton icon={X} size="small" label={t("job.hide")} onClick={() => library.putAwayJob(job.id)} />
        )}
      </header>
      <div className="mt-2 lg:hidden">
        <Counts job={job} />
      </div>
      {running && (
        <div className="mt-2.5">
          <ProgressBar label={title} share={shareOf(job)} />
          <p className="mt-1.5 h-4.5 truncate text-small text-ink-faint" title={job.currentPath ?? undefined}>
            {job.currentPath === null ? "" : fileNameOf(job.currentPath)}
          </p>
        </div>
      )}
      {job.error?.type === "Defect" && (
        <p className="mt-2 text-note text-ink-soft">{t("job.brokenText", { reference: job.error.reference })}</p>
      )}
      {open && <JobFiles job={job} />}
      {job.failed.length > 0 && <JobFailures job={job} />}
    </section>
  );
};
