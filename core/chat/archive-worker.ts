import Sqlite from "better-sqlite3";
import { serveWorker } from "#core/base";
import { createArchive } from "./archive.ts";
import { zipArchive, type ZipLimits } from "./archive-zip.ts";

export interface ArchivePieces {
  /** Base64, in order; empty when there is nothing more. */
  readonly pieces: readonly string[];
  readonly doneCount: number;
  readonly isLast: boolean;
  /** It is more than a zip holds; what came before is of no use. */
  readonly isTooLarge: boolean;
}

/** What goes to the other thread at once. */
const answerBytes = 1024 * 1024;

let writing: { readonly database: Sqlite.Database; readonly pieces: ReturnType<typeof zipArchive> } | null = null;

/** Begins an archive of what is stored now; later changes do not appear in it. Answers how many conversations there are. */
const begin = ({ databasePath, limits }: { readonly databasePath: string; readonly limits: ZipLimits }): number => {
  const database = new Sqlite(databasePath, { readonly: true });
  // One read transaction for the whole archive: it shows one moment, and writers go on.
  database.exec("BEGIN");
  const archive = createArchive(database);
  writing = { database, pieces: zipArchive(archive, limits) };
  return archive.ids().length;
};

const next = (): ArchivePieces => {
  const parts: Buffer[] = [];
  let size = 0;
  let doneCount = 0;
  let isTooLarge = false;
  while (writing !== null && size < answerBytes) {
    const piece = writing.pieces.next();
    if (piece.done === true) {
      isTooLarge = piece.value === "too-large";
      writing.database.close();
      writing = null;
      break;
    }
    parts.push(Buffer.from(piece.value.bytes));
    size += piece.value.bytes.length;
    ({ doneCount } = piece.value);
  }
  return { pieces: size === 0 ? [] : [Buffer.concat(parts).toString("base64")], doneCount, isLast: writing === null, isTooLarge };
};

serveWorker({ begin, next });
