import type { Thread } from "../thread/thread.ts";

/** Why a line is held, as far as the newest answer tells: stopped, failed, or anything else, such as a restart. */
export const heldReason = (thread: Thread | null): "stopped" | "failed" | "paused" => {
  const last = thread?.messages.at(-1);
  if (last?.role !== "assistant") return "paused";
  if (last.state === "failed") return "failed";
  if (last.state !== "stopped") return "paused";
  return last.error?.type === "Aborted" && last.error.by !== "user" ? "paused" : "stopped";
};
