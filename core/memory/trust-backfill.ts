import type { LogDep } from "#core/base";
import { reasonOf } from "#core/base";
import type { StoreDep } from "#core/store";
import type { OriginMarks } from "./origin-marks.ts";
import { arrivalOf, derivedTrust } from "./trust.ts";
import type { TrustMarks } from "./trust-marks.ts";

const rowsInPiece = 200;

/** Gives documents from before there were classes theirs, in pieces. Never throws. */
export const deriveMissingTrust = async (
  { log, originMarks, store, trustMarks }: LogDep & StoreDep & { readonly originMarks: OriginMarks; readonly trustMarks: TrustMarks },
  signal: AbortSignal,
): Promise<void> => {
  const { database, dataDir } = store;
  const select = database.prepare<[number, number], { version: number; path: string; root: string }>(
    "SELECT version, path, root FROM documents WHERE live = 1 AND trust_reason = '' AND version > ? ORDER BY version LIMIT ?",
  );
  const update = database.prepare("UPDATE documents SET trust = ?, trust_reason = ?, origin = ?, came_by = ? WHERE version = ?");
  try {
    for (let last = 0; !signal.aborted;) {
      const rows = select.all(last, rowsInPiece);
      if (rows.length === 0) return;
      last = rows.at(-1)?.version ?? last;
      const origins = await originMarks.read(
        rows.map(({ path }) => path),
        signal,
      );
      if (signal.aborted) return;
      store.transaction(() => {
        for (const { path, root, version } of rows) {
          const origin = origins.get(path) ?? null;
          const cameBy = arrivalOf(dataDir, path, root);
          const said = trustMarks.said(path);
          const { reason, trust } = said === null ? derivedTrust({ path, cameBy, origin }) : ({ trust: said, reason: "said" } as const);
          update.run(trust, reason, origin, cameBy, version);
        }
      });
    }
  } catch (cause) {
    log.error("documents could not be classed", { reason: reasonOf(cause) });
  }
};
