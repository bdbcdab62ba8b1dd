import { useEffect, useState } from "react";
import type { TaskId } from "#core/agents/schema";
import type { Notification } from "#core/notifications/schema";
import type { ApprovalRequest } from "#core/permission/schema";
import { attempt, follow, useClient, type Client } from "../bridge/index.ts";
import { notifyAway } from "../ui/browser-notifications.ts";
import { i18n } from "../ui/i18n.ts";
import { goTo, hrefOf, parseRoute, type Route } from "../ui/route.ts";
import { dismissToast, showToast } from "../ui/toast-store.ts";

/** What asks for something stays long enough to be read by somebody in the middle of a sentence. */
const shownMs = 15_000;

/** Where it is answered; null: there is nothing to answer. */
const placeOf = ({ about }: Notification): Route | null => {
  switch (about.type) {
    case "message":
      return null;
    case "approval":
      return { screen: "tasks", place: "approvals", id: null };
    case "plan":
      return { screen: "tasks", place: "plan", id: about.planId };
  }
};

/** Whether the page that is open shows it. A question is also shown by its run. */
const isOnPage = (notification: Notification): boolean => {
  const { about } = notification;
  const place = placeOf(notification);
  if (place !== null && location.hash === hrefOf(place)) return true;
  const route = parseRoute(location.hash);
  return about.type === "approval" && route.screen === "tasks" && route.id === about.runId;
};

/** Whether the person has it before them anyway. A plan is also shown by the conversation its goal was said in. */
const isBefore = async (client: Client, notification: Notification): Promise<boolean> => {
  if (document.hidden) return false;
  if (isOnPage(notification)) return true;
  const { about } = notification;
  if (about.type !== "plan") return false;
  const task = await attempt(client.agents.get({ taskId: about.taskId as TaskId }));
  if (!task.ok) return false;
  const { conversationId } = task.value;
  const route = parseRoute(location.hash);
  return conversationId === null ? route.screen === "tasks" : route.screen === "chat" && route.conversationId === conversationId;
};

const say = (key: string, values: Record<string, string> = {}): string => i18n.t(`told.${key}`, { ns: "app", ...values });

/** What is said of it. Only a message brings words of its own; a plan's is not to be mistaken for what Olympus says. */
const wordsOf = ({ about, text, title }: Notification): { readonly title: string; readonly text: string } => {
  switch (about.type) {
    case "message":
      return { title: say("title", { title }), text };
    case "plan":
      return { title: say("plan"), text };
    case "approval": {
      const { tool, workspaceRoot = null } = about;
      if (tool === undefined) return { title: say("approval"), text };
      const values = { tool, folder: workspaceRoot ?? "" };
      return { title: say("approval"), text: say(workspaceRoot === null ? "approvalText" : "approvalTextIn", values) };
    }
  }
};

/** Says it in a corner, and through the browser where nobody looks. Answers the toast. */
const tell = (notification: Notification): number => {
  const { id } = notification;
  const { text, title } = wordsOf(notification);
  const place = placeOf(notification);
  const toast = showToast({
    title,
    text,
    durationMs: shownMs,
    ...(place === null ? {} : { action: { label: say("look"), onSelect: () => goTo(place) } }),
  });
  notifyAway({
    id,
    title,
    text,
    onChosen: () => {
      if (place === null) return;
      dismissToast(toast, true);
      goTo(place);
    },
  });
  return toast;
};

/** Tells what the person is to hear of, and answers how many questions wait for them. What was answered or is being looked at is taken off the corner. */
export const useTold = (): number => {
  const client = useClient();
  const [count, setCount] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    /** Null until known. */
    let open: ReadonlySet<string> | null = null;
    const toasts = new Map<number, Notification>();
    const isOver = ({ about }: Notification) => about.type === "approval" && open !== null && !open.has(about.approvalId);
    const tidy = () => {
      for (const [toast, notification] of toasts) {
        if (!isOver(notification) && !isOnPage(notification)) continue;
        dismissToast(toast, true);
        toasts.delete(toast);
      }
    };
    const take = async (notification: Notification) => {
      if (notification.isShown || (await isBefore(client, notification))) return;
      if (!controller.signal.aborted && !isOver(notification)) toasts.set(tell(notification), notification);
    };
    const takeOpen = (requests: readonly ApprovalRequest[]) => {
      open = new Set(requests.map(({ id }) => id));
      setCount(requests.length);
      tidy();
    };
    window.addEventListener("hashchange", tidy);
    void follow((signal) => client.approvals.watch(undefined, { signal }), takeOpen, controller.signal);
    void follow(
      (signal) => client.notifications.watch(undefined, { signal }),
      (notification) => void take(notification),
      controller.signal,
    );
    return () => {
      window.removeEventListener("hashchange", tidy);
      controller.abort();
    };
  }, [client]);
  return count;
};
