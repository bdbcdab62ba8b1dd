import type { Task } from "#core/agents/schema";
import type { Notifications } from "#core/notifications";
import type { Approvals } from "#core/permission";
import type { Plans } from "#core/plans";

interface TellWaitingDeps {
  readonly notifications: Pick<Notifications, "send">;
  readonly approvals: Pick<Approvals, "list" | "watch">;
  readonly plans: Pick<Plans, "getRun">;
}

/**
 * Lets the person know of every question that comes into the inbox, and of plans that wait for a yes. Titles and names of steps are a model's words, which may
 * be those of a page it read, so none of them is repeated here.
 */
export const tellWaiting = ({ approvals, notifications, plans }: TellWaitingDeps) => {
  const ended = new AbortController();
  const run = async (): Promise<void> => {
    let known = new Set(approvals.list("pending").map(({ id }) => id));
    for await (const pending of approvals.watch(ended.signal)) {
      for (const { id: approvalId, runId, tool } of pending.filter(({ id }) => !known.has(id)).toReversed()) {
        const found = plans.getRun(runId);
        const workspaceRoot = found.ok ? found.value.workspaceRoot : null;
        const place = workspaceRoot === null ? "" : ` in ${workspaceRoot}`;
        const message = { title: "A plan waits for your answer", text: `It wants to use ${tool}${place} and goes on when you say yes.` };
        await notifications.send({ ...message, about: { type: "approval", approvalId, runId, tool, workspaceRoot } }, ended.signal);
      }
      known = new Set(pending.map(({ id }) => id));
    }
  };
  const running = run();
  return {
    tellPlan: ({ goal, id: taskId, planId }: Task): void => {
      if (planId === null) return;
      const message = { title: "A plan waits for your yes", text: goal.slice(0, 200), about: { type: "plan", taskId, planId } } as const;
      void notifications.send(message, ended.signal);
    },
    stop: async (): Promise<void> => {
      ended.abort();
      await running;
    },
  };
};
