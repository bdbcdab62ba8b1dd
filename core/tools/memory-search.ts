import { z } from "zod";
import { ok } from "#core/base/schema";
import { defineTool } from "./define-tool.ts";
import type { LibraryPortDep } from "./ports.ts";

/** Passages of the library. Errors: Aborted. */
export const createMemorySearch = ({ library }: LibraryPortDep) =>
  defineTool({
    name: "memory.search",
    summary: "Find passages in the person's library, by word and by meaning, best first.",
    risk: "low",
    input: z.strictObject({ query: z.string().min(1).max(4000), k: z.number().int().min(1).max(50).default(8) }),
    work: async (query, _context, signal) => {
      const found = await library.search(query, signal);
      if (!found.ok) return found;
      const hits = found.value.hits.map(({ chunkId, path, title, page, heading, text, score, isPrivate }) => ({
        chunkId,
        path,
        title,
        page,
        heading,
        text,
        score,
        isPrivate,
      }));
      return ok({ output: { hits }, effects: [], unpredictable: [], untrusted: true });
    },
  });
