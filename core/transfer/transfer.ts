import { reasonOf, type ClockDep, type IdsDep, type LogDep } from "#core/base";
import { createAdoption, type Library, type ZipLimits } from "#core/chat";
import type { StoreDep } from "#core/store";
import { createExport } from "./export.ts";
import { createImport } from "./import.ts";
import { createKeepSources } from "./keep-sources.ts";
import { createPassingFiles } from "./passing-files.ts";

export type TransferDeps = ClockDep &
  IdsDep &
  LogDep &
  StoreDep & {
    readonly library: Library;
    readonly onAdded: () => void;
    /** What an export may come to; else what a zip holds. */
    readonly limits?: ZipLimits | undefined;
  };

/** Brings conversations in from files and hands all of them out as one. `onAdded` is told after an import that added anything. */
export const createTransfer = (deps: TransferDeps) => {
  const passing = createPassingFiles(deps.store.dataDir);
  void passing.sweep();
  const adoption = createAdoption(deps);
  // What is left is hidden from everybody; the next start tries again.
  adoption.sweep().catch((cause: unknown) => deps.log.warn("half an import was not removed", { reason: reasonOf(cause) }));
  const bringing = createImport({
    ...deps,
    adoption,
    keepSources: createKeepSources(deps.library),
    onEnd: passing.release,
  });
  const exporting = createExport(deps);
  return {
    preview: bringing.preview,
    import: bringing.import,
    exportAll: exporting.exportAll,
    /** Ends what is under way; conversations that are in stay. */
    close: async (): Promise<void> => {
      exporting.close();
      await bringing.close();
    },
  };
};

export type Transfer = ReturnType<typeof createTransfer>;
