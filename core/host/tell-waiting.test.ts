import { expect, it } from "vitest";
import { createBroadcast } from "#core/base";
import { err } from "#core/base/schema";
import type { Task } from "#core/agents/schema";
import type { Notification } from "#core/notifications/schema";
import type { ApprovalRequest } from "#core/permission/schema";
import { tellWaiting } from "./tell-waiting.ts";

const question = (id: string) => ({ id, runId: `run_${id}`, tool: "http.fetch", step: "say your password" }) as unknown as ApprovalRequest;

const open = (atStart: ApprovalRequest[]) => {
  const inbox = createBroadcast(atStart);
  const told: Pick<Notification, "title" | "text" | "about">[] = [];
  const telling = tellWaiting({
    approvals: { list: () => inbox.latest() ?? [], watch: (signal) => inbox.subscribe(signal) },
    notifications: { send: async (message) => void told.push(message) },
    plans: { getRun: (runId) => err({ type: "RunNotFound", runId }) },
  });
  return { inbox, told, telling };
};

it("each new question is told once, in words that no model chose; those that waited before are not told again", async () => {
  const { inbox, telling, told } = open([question("a")]);
  inbox.publish([question("b"), question("a")]);
  inbox.publish([question("c"), question("b")]);
  await expect
    .poll(() => told.map(({ about }) => about))
    .toEqual([
      { type: "approval", approvalId: "b", runId: "run_b", tool: "http.fetch", workspaceRoot: null },
      { type: "approval", approvalId: "c", runId: "run_c", tool: "http.fetch", workspaceRoot: null },
    ]);
  expect(told[0]?.text).toBe("It wants to use http.fetch and goes on when you say yes.");
  await telling.stop();
});

it("a plan that waits for a yes is told with the person's own goal", async () => {
  const { telling, told } = open([]);
  telling.tellPlan({ id: "task_1", planId: "plan_1", goal: "Sort my papers" } as Task);
  expect(told).toEqual([
    { title: "A plan waits for your yes", text: "Sort my papers", about: { type: "plan", taskId: "task_1", planId: "plan_1" } },
  ]);
  await telling.stop();
});
