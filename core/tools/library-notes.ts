import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reasonOf, tryAsync } from "#core/base";
import { ok } from "#core/base/schema";
import type { Memory } from "#core/memory";
import type { LibraryPort } from "./ports.ts";

/** Letters and digits of a title, for a file's name. */
const nameOf = (title: string): string =>
  title
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-$/, "");

/** The library as tools see it. Notes are Markdown files under `<dataDir>/notes`; the same note again is the same file. */
export const createLibraryNotes = ({ dataDir, memory }: { readonly dataDir: string; readonly memory: Memory }): LibraryPort => ({
  search: (query, signal) => memory.search(query, signal),
  addNote: async ({ title, text }) => {
    const folder = join(dataDir, "notes");
    const content = `# ${title.replaceAll(/\s+/g, " ")}\n\n${text}\n`;
    const path = join(folder, `${nameOf(title) || "note"}-${createHash("sha256").update(content).digest("hex").slice(0, 12)}.md`);
    const written = await tryAsync(
      async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(`${path}.part`, content, { mode: 0o600, flush: true });
        await rename(`${path}.part`, path);
      },
      (cause) => ({ type: "DiskFailed" as const, path, reason: reasonOf(cause) }),
    );
    if (!written.ok) return written;
    await memory.ingest([path]);
    return ok({ path });
  },
});
