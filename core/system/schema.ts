import { z } from "zod";

export const systemInfoSchema = z.object({
  version: z.string(),
  /** Which host runs the core. */
  host: z.enum(["desktop", "headless", "cli", "test"]),
  dataDir: z.string(),
  platform: z.string(),
  schemaVersion: z.number(),
  startedAtMs: z.number(),
});
export type SystemInfo = z.infer<typeof systemInfoSchema>;

/** One line of `doctor`: what was looked at, whether it is well, and the next step when not. */
export const checkSchema = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() });
export type Check = z.infer<typeof checkSchema>;
