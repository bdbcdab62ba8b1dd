import { err } from "#core/base/schema";
import type { HttpClient } from "./ports.ts";

/** For hosts that reach no network. */
export const noHttpClient: HttpClient = {
  send: async ({ url }) => err({ type: "RequestFailed", url: url.href, reason: "this host fetches nothing" }),
};
