import type { Conversation } from "#core/chat/schema";
import type { Download } from "#core/hub/schema";
import type { IngestJob } from "#core/memory/schema";
import type { RunSummary } from "#core/plans/schema";
import type { Translate } from "../ui/i18n.ts";
import type { Route } from "../ui/route.ts";

/** Something that goes on. */
export interface Activity {
  readonly id: "answering" | "runs" | "downloads" | "reading";
  readonly text: string;
  /** 0…1; null while nobody knows. */
  readonly share: number | null;
  /** Where more is to be seen of it. */
  readonly route: Route;
}

interface Going {
  readonly jobs: readonly Pick<IngestJob, "fileCount" | "doneCount">[];
  readonly downloads: readonly Pick<Download, "name" | "state" | "receivedBytes" | "totalBytes">[];
  /** Those that have not ended and are not paused. */
  readonly runs: readonly Pick<RunSummary, "id" | "title" | "state" | "stepCount" | "doneCount">[];
  readonly answering: readonly Pick<Conversation, "id" | "title">[];
}

const shareOf = (done: number, all: number): number | null => (all === 0 ? null : Math.min(1, done / all));
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const answeringOf = (answering: Going["answering"], t: Translate): Activity | null => {
  const [first] = answering;
  if (first === undefined) return null;
  return {
    id: "answering",
    text: t("activity.answering", { count: answering.length, title: first.title }),
    share: null,
    route: { screen: "chat", conversationId: first.id, messageId: null },
  };
};

const runsOf = (runs: Going["runs"], t: Translate): Activity | null => {
  const going = runs.filter(({ state }) => state === "running");
  const [first] = going;
  if (first === undefined) return null;
  const done = sumOf(going.map(({ doneCount }) => doneCount));
  return {
    id: "runs",
    text: t("activity.running", { count: going.length, title: first.title }),
    share: shareOf(done, sumOf(going.map(({ stepCount }) => stepCount))),
    route: going.length === 1 ? { screen: "tasks", place: "run", id: first.id } : { screen: "tasks", place: null, id: null },
  };
};

const downloadsOf = (downloads: Going["downloads"], t: Translate): Activity | null => {
  const going = downloads.filter(({ state }) => state === "running" || state === "checking" || state === "waiting");
  const [first] = going;
  if (first === undefined) return null;
  const all = going.map(({ totalBytes }) => totalBytes);
  const known = all.filter((bytes) => bytes !== null);
  return {
    id: "downloads",
    text: t("activity.downloading", { count: going.length, name: first.name }),
    share: known.length < all.length ? null : shareOf(sumOf(going.map(({ receivedBytes }) => receivedBytes)), sumOf(known)),
    route: { screen: "models", place: null },
  };
};

const readingOf = (jobs: Going["jobs"], t: Translate): Activity | null => {
  if (jobs.length === 0) return null;
  const isCounting = jobs.some(({ fileCount }) => fileCount === null);
  const done = sumOf(jobs.map(({ doneCount }) => doneCount));
  const count = sumOf(jobs.map(({ fileCount }) => fileCount ?? 0));
  return {
    id: "reading",
    text: isCounting ? t("activity.counting") : t("activity.reading", { done, count }),
    share: isCounting ? null : shareOf(done, count),
    route: { screen: "library" },
  };
};

/** What goes on, in words; each kind once, what ends soonest first. */
export const activitiesOf = ({ answering, downloads, jobs, runs }: Going, t: Translate): readonly Activity[] =>
  [answeringOf(answering, t), runsOf(runs, t), readingOf(jobs, t), downloadsOf(downloads, t)].filter((activity) => activity !== null);
