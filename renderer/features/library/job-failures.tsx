import { Button } from "../../ui/button.tsx";
import { fileProblemText } from "../../ui/error-text.ts";
import { fileNameOf } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { failuresByProblem, isWorthRetrying, type JobView } from "./job-view.ts";
import { useLibrary } from "./use-library.ts";

/** Names shown for each cause. */
const shownNames = 12;

/** What did not go in, by cause, each with what to do about it. */
export const JobFailures = ({ job }: { readonly job: JobView }) => {
  const t = useTexts("library");
  const library = useLibrary();
  const retry = async (paths: readonly string[]) => {
    await library.addPaths(paths);
    library.putAwayJob(job.id);
  };
  return (
    <ul className="mt-3 flex flex-col gap-2.5 border-t border-line/60 pt-3">
      {failuresByProblem(job.failed).map(({ type, failures }) => {
        const first = failures[0];
        if (first === undefined) return null;
        return (
          <li key={type} className="text-note">
            <p>
              {failures.length === 1 && <span className="font-medium wrap-anywhere">{fileNameOf(first.path)}: </span>}
              <span>{fileProblemText(first.reason)}</span> <span className="text-ink-soft">{t(`advice.${type}`)}</span>
            </p>
            {failures.length > 1 && (
              <p className="mt-0.5 text-small wrap-anywhere text-ink-faint">
                {failures
                  .slice(0, shownNames)
                  .map(({ path }) => fileNameOf(path))
                  .join(" · ")}
                {failures.length > shownNames && ` · +${failures.length - shownNames}`}
              </p>
            )}
            {job.state !== "running" && isWorthRetrying(first.reason) && (
              <Button size="small" className="mt-1.5" onClick={() => void retry(failures.map(({ path }) => path))}>
                {t("job.retry")}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
};
