import { useTexts } from "../../ui/i18n.ts";
import { DownloadRow } from "./download-row.tsx";
import { useModelsState } from "./use-models.ts";

/** What is being fetched, and what failed. What is done stands among the models. */
export const DownloadsPanel = () => {
  const t = useTexts("models");
  const downloads = useModelsState((state) => state.downloads);
  const shown = downloads.filter(({ state }) => state !== "done" && state !== "cancelled");
  if (shown.length === 0) return null;
  return (
    <section aria-label={t("download.list")} className="mb-5 flex flex-col gap-2">
      {shown.map((download) => (
        <DownloadRow key={download.id} download={download} />
      ))}
    </section>
  );
};
