import { z } from "zod";
import { ok } from "#core/base/schema";
import { defineTool } from "./define-tool.ts";
import type { NotifierDep } from "./ports.ts";
import type { Effect } from "./schema.ts";

/** Tells the person something on this machine. Errors: RequestFailed when it cannot be shown, EffectRefused. */
export const createNotifySend = ({ notifier }: NotifierDep) =>
  defineTool({
    name: "notify.send",
    summary: "Show the person a short notification.",
    risk: "medium",
    input: z.strictObject({ title: z.string().trim().min(1).max(120), text: z.string().max(1000).default("") }),
    work: async ({ title, text }, { simulate, beforeOutside }, signal) => {
      const effect: Effect = { type: "notification", title, text };
      const outcome = { output: null, effects: [effect], unpredictable: [], untrusted: false };
      if (simulate) return ok(outcome);
      const permitted = await beforeOutside(effect, signal);
      if (!permitted.ok) return permitted;
      const sent = await notifier.send({ title, text }, signal);
      return sent.ok ? ok(outcome) : sent;
    },
  });
