import { useEffect, useState } from "react";
import type { ApprovalRequest } from "#core/permission/schema";
import { follow, useClient } from "../bridge/index.ts";
import { i18n } from "../ui/i18n.ts";
import { goTo, parseRoute } from "../ui/route.ts";
import { dismissToast, showToast } from "../ui/toast-store.ts";

/** Answers the toast. */
const tell = ({ tool, step }: ApprovalRequest): number =>
  showToast({
    title: i18n.t("approval.title", { ns: "app" }),
    text: `${tool} · ${step}`,
    durationMs: 15_000,
    action: {
      label: i18n.t("approval.look", { ns: "app" }),
      onSelect: () => goTo({ screen: "tasks", place: "approvals", id: null }),
    },
  });

/** How many questions wait for an answer. One that comes while the window is open is also said in a corner, unless it is being looked at. */
export const useWaitingApprovals = (): number => {
  const client = useClient();
  const [count, setCount] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    let known: ReadonlySet<string> | null = null;
    const toasts = new Map<string, number>();
    const isLooking = () => {
      const route = parseRoute(location.hash);
      return route.screen === "tasks" && route.place === "approvals";
    };
    const onMove = () => isLooking() && toasts.forEach((toast) => dismissToast(toast));
    window.addEventListener("hashchange", onMove);
    const take = (requests: readonly ApprovalRequest[]) => {
      const looking = isLooking();
      const fresh = requests.filter(({ id }) => known !== null && !known.has(id));
      known = new Set(requests.map(({ id }) => id));
      setCount(requests.length);
      for (const [id, toast] of toasts) if (looking || !known.has(id)) dismissToast(toast);
      if (!looking) for (const request of fresh) toasts.set(request.id, tell(request));
    };
    void follow((signal) => client.approvals.watch(undefined, { signal }), take, controller.signal);
    return () => {
      window.removeEventListener("hashchange", onMove);
      controller.abort();
    };
  }, [client]);
  return count;
};
