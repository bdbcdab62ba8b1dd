import { err } from "#core/base/schema";
import type { HttpClient, Notifier } from "./ports.ts";

/** For hosts that reach no network. */
export const noHttpClient: HttpClient = {
  send: async ({ url }) => err({ type: "RequestFailed", url: url.href, reason: "this host fetches nothing" }),
};

/** For hosts that have no way to show anything. */
export const noNotifier: Notifier = {
  send: async () => err({ type: "RequestFailed", url: "", reason: "this host shows no notifications" }),
};
