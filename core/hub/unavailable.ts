import { err } from "#core/base/schema";
import type { HubHttp } from "./ports.ts";

/** For hosts that reach no network. */
export const noHubHttp: HubHttp = { open: async () => err({ isRefused: false, reason: "this host fetches nothing" }) };
