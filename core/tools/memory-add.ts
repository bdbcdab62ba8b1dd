import { createHash } from "node:crypto";
import { z } from "zod";
import { ok } from "#core/base/schema";
import { defineTool } from "./define-tool.ts";
import type { LibraryPortDep } from "./ports.ts";
import type { Effect } from "./schema.ts";
import { shortened } from "./text.ts";

/** Writes a note into the library. Errors: DiskFailed, EffectRefused. */
export const createMemoryAdd = ({ library }: LibraryPortDep) =>
  defineTool({
    name: "memory.add",
    summary: "Keep a note (Markdown) in the person's library, where it can be found and cited.",
    risk: "medium",
    input: z.strictObject({ title: z.string().trim().min(1).max(200), text: z.string().min(1).max(1_000_000) }),
    work: async ({ title, text }, { simulate, beforeOutside }, signal) => {
      const effect: Effect = {
        type: "memory",
        title,
        sha256: createHash("sha256").update(text).digest("hex"),
        preview: shortened(text, 4000),
      };
      if (simulate) return ok({ output: null, effects: [effect], unpredictable: [], untrusted: false });
      const permitted = await beforeOutside(effect, signal);
      if (!permitted.ok) return permitted;
      const added = await library.addNote({ title, text });
      return added.ok ? ok({ output: { path: added.value.path }, effects: [effect], unpredictable: [], untrusted: false }) : added;
    },
  });
