import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Download } from "#core/hub/schema";
import type { IngestJob } from "#core/memory/schema";
import type { RunSummary } from "#core/plans/schema";
import { follow, useClient } from "../bridge/index.ts";
import { useChat } from "../features/chat/index.tsx";
import { useTexts } from "../ui/i18n.ts";
import type { Route } from "../ui/route.ts";
import { activitiesOf, type Activity } from "./activities.ts";

/** The newest value of a stream, read for as long as the component is there. */
const useFollowed = <T>(
  open: (client: ReturnType<typeof useClient>, signal: AbortSignal) => PromiseLike<AsyncIterable<T>>,
  onValue: (value: T) => void,
) => {
  const client = useClient();
  useEffect(() => {
    const controller = new AbortController();
    void follow((signal) => open(client, signal), onValue, controller.signal);
    return () => controller.abort();
  }, [client, open, onValue]);
};

const watchLibrary = (client: ReturnType<typeof useClient>, signal: AbortSignal) => client.library.watch(undefined, { signal });
const watchDownloads = (client: ReturnType<typeof useClient>, signal: AbortSignal) => client.hub.watch(undefined, { signal });
const watchRuns = (client: ReturnType<typeof useClient>, signal: AbortSignal) => client.runs.watch(undefined, { signal });

/** What goes on without being looked at: files being read, downloads, runs, answers of other conversations. */
export const useActivity = (route: Route): readonly Activity[] => {
  const t = useTexts("app");
  const conversations = useStore(useChat().conversations.store, (state) => state.conversations);
  const [jobs, setJobs] = useState<readonly IngestJob[]>([]);
  const [downloads, setDownloads] = useState<readonly Download[]>([]);
  const [runs, setRuns] = useState<readonly RunSummary[]>([]);
  const [takers] = useState(() => ({
    library: (status: { readonly jobs: readonly IngestJob[] }) => setJobs(status.jobs.filter(({ state }) => state === "running")),
    run: (run: RunSummary) =>
      setRuns((before) => [...(run.state === "ended" || run.state === "paused" ? [] : [run]), ...before.filter(({ id }) => id !== run.id)]),
  }));
  useFollowed(watchLibrary, takers.library);
  useFollowed(watchDownloads, setDownloads);
  useFollowed(watchRuns, takers.run);
  const open = route.screen === "chat" ? route.conversationId : null;
  return activitiesOf({ jobs, downloads, runs, answering: conversations.filter(({ answering, id }) => answering && id !== open) }, t);
};

/** How many conversations have an answer nobody has seen. */
export const useUnreadCount = (): number =>
  useStore(
    useChat().conversations.store,
    (state) => state.conversations.filter(({ id, unread }) => unread && !state.hidden.has(id)).length,
  );
