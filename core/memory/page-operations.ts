import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { MemoryPage } from "./page.ts";

const os = implement(contract.memory);

/** `unifiedDiff` prints a comparison as `diff -u` does. */
export const memoryOperations = (page: MemoryPage, unifiedDiff: (name: string, before: string, after: string) => string) =>
  os.router({
    overview: os.overview.handler(() => page.overview()),
    watch: os.watch.handler(({ signal }) => page.watch(signal)),
    entries: os.entries.handler(({ input }) => page.entries(input)),
    entry: os.entry.handler(async ({ input }) => unwrap(await page.entry(input.documentId))),
    setTrust: os.setTrust.handler(({ input }) => ({ changed: page.setTrust(input.documentIds, input.trust) })),
    check: os.check.handler(({ input, signal }) => page.check(input.documentIds ?? null, signal)),
    duplicates: os.duplicates.handler(({ input }) => page.duplicates(input)),
    compare: os.compare.handler(({ input }) => {
      const [before, after] = unwrap(page.texts(input.left, input.right));
      return { diff: unifiedDiff("text", before, after) };
    }),
    merge: os.merge.handler(({ input }) => ({ mergedIds: unwrap(page.merge(input.keepId, input.copyIds)) })),
    mergeAll: os.mergeAll.handler(async () => ({ mergedIds: await page.mergeAll() })),
    separate: os.separate.handler(({ input }) => ({ separated: page.separate(input.documentIds) })),
    forget: os.forget.handler(({ input }) => page.forget(input.documentIds)),
    takeBack: os.takeBack.handler(({ input }) => ({ restored: unwrap(page.takeBack(input.ticket)) })),
  });
