import { useEffect, useState } from "react";
import type { IngestJob } from "#core/memory/schema";
import { follow, useClient } from "../bridge/index.ts";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { hrefOf } from "../ui/route.ts";
import { useTexts } from "../ui/i18n.ts";

const useRunningJobs = (): readonly IngestJob[] => {
  const client = useClient();
  const [jobs, setJobs] = useState<readonly IngestJob[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    void follow(
      (signal) => client.library.watch(undefined, { signal }),
      (status) => setJobs(status.jobs.filter(({ state }) => state === "running")),
      controller.signal,
    );
    return () => controller.abort();
  }, [client]);
  return jobs;
};

/** What is being read into the library, wherever one is in the window. */
export const LibraryActivity = () => {
  const t = useTexts("app");
  const jobs = useRunningJobs();
  if (jobs.length === 0) return null;
  const counting = jobs.some(({ fileCount }) => fileCount === null);
  const done = jobs.reduce((sum, { doneCount }) => sum + doneCount, 0);
  const count = jobs.reduce((sum, { fileCount }) => sum + (fileCount ?? 0), 0);
  const text = counting ? t("activity.counting") : t("activity.reading", { done, count });
  return (
    <a href={hrefOf({ screen: "library" })} className="block animate-appear rounded-medium px-2.5 py-2 hover:bg-hover">
      <span className="mb-1.5 block text-small text-ink-soft tabular-nums">{text}</span>
      <ProgressBar label={text} share={counting || count === 0 ? null : done / count} />
    </a>
  );
};
