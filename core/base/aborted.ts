import type { Aborted } from "./schema.ts";

/** Who stopped the work, as a value. A signal is aborted with one of these as its reason; anything else counts as the user. */
export const abortedBy = (signal: AbortSignal): Aborted => {
  const reason: unknown = signal.reason;
  if (reason instanceof DOMException && reason.name === "TimeoutError") return { type: "Aborted", by: "timeout" };
  if (typeof reason === "object" && reason !== null && "type" in reason && reason.type === "Aborted") return reason as Aborted;
  return { type: "Aborted", by: "user" };
};
