import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Task } from "#core/agents/schema";
import { attempt, consume, useClient } from "../../bridge/index.ts";
import { useDesk } from "./use-desk.ts";

/** A broken line is taken up again after this. */
const retryMs = 1000;
/** More are found under Tasks. */
const mostTasks = 20;

/** The tasks of a conversation, newest first, the newest followed live while it is planned; null until read. */
export const useTasks = (conversationId: string): readonly Task[] | null => {
  const client = useClient();
  const begun = useStore(useDesk().store, (state) => state.begun);
  const [state, setState] = useState<{ readonly of: string; readonly tasks: readonly Task[] } | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const wait = () => new Promise((resolve) => setTimeout(resolve, retryMs));
    const read = async () => {
      const found = await attempt(client.agents.list({ conversationId, limit: mostTasks }, { signal }), signal);
      if (found.ok && !signal.aborted) setState({ of: conversationId, tasks: found.value });
      return found.ok ? found.value : null;
    };
    const watch = async () => {
      while (!signal.aborted) {
        const tasks = await read();
        const newest = tasks?.[0];
        if (tasks !== null && newest?.state !== "working") return;
        if (newest !== undefined) {
          const take = (task: Task) =>
            setState((before) =>
              before?.of === conversationId ? { ...before, tasks: before.tasks.map((one) => (one.id === task.id ? task : one)) } : before,
            );
          await consume(client.agents.follow({ taskId: newest.id }, { signal }), (event) => "task" in event && take(event.task), signal);
        }
        if (!signal.aborted) await wait();
      }
    };
    void watch();
    return () => controller.abort();
  }, [client, conversationId, begun]);
  return state?.of === conversationId ? state.tasks : null;
};
