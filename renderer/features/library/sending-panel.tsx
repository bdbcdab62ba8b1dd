import { Upload, X } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { useLibrary, useLibraryState } from "./use-library.ts";

/** Files on their way from this browser to the machine that runs Olympus. */
export const SendingPanel = () => {
  const t = useTexts("library");
  const library = useLibrary();
  const sending = useLibraryState((state) => state.sending);
  if (sending === null) return null;
  const running = sending.doneCount < sending.fileCount;
  const title = t("sending.title", { done: sending.doneCount, count: sending.fileCount });
  return (
    <section aria-label={title} className="rounded-large border border-line bg-surface px-4 py-3 shadow-low">
      <header className="flex items-center gap-3">
        <Upload aria-hidden size={16} className="shrink-0 text-ink-faint" />
        <p className="min-w-0 flex-1 font-medium tabular-nums">{running ? title : t("sending.failed", { count: sending.failed.length })}</p>
        {running ? (
          <Button size="small" onClick={library.stopSending}>
            {t("sending.stop")}
          </Button>
        ) : (
          <IconButton icon={X} size="small" label={t("job.hide")} onClick={library.putAwaySending} />
        )}
      </header>
      {running && (
        <div className="mt-2.5">
          <ProgressBar label={title} share={sending.share} />
        </div>
      )}
      {sending.failed.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 text-note">
          {sending.failed.slice(0, 20).map(({ name, error }) => (
            <li key={name} className="flex gap-2">
              <span className="shrink-0 font-medium">{name}</span>
              <span className="text-ink-soft">{errorText(error).text}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
