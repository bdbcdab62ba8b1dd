import { reasonOf } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import yauzl from "yauzl";

/** An entry that is only read: nothing is ever written where its name says. */
export interface ZipEntry {
  readonly name: string;
  readonly sizeBytes: number;
  /** Its content, piece by piece. Throws when it is broken, locked or unpacks to far more than any text does. */
  readonly pieces: () => AsyncIterable<Buffer>;
}

export interface ZipFile {
  readonly entries: readonly ZipEntry[];
  readonly close: () => void;
}

/** Exports of years with every picture as a file of its own stay far below. */
const mostEntries = 200_000;
/** Conversations pack about 1:5 to 1:12; deflate can do 1:1032, which only bombs come near. Looked at only above `ratioFromBytes`. */
const ratioLimit = 200;
const ratioFromBytes = 16 * 1024 * 1024;

/** As bytes, because the library refuses a whole zip for one name that leads elsewhere. */
const nameOf = ({ fileName }: yauzl.Entry): string => Buffer.from(fileName).toString("utf8");

const openFile = (path: string) =>
  new Promise<yauzl.ZipFile>((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: false, decodeStrings: false };
    yauzl.open(path, options, (error, zip) => (error === null ? resolve(zip) : reject(error)));
  });

const readEntries = (zip: yauzl.ZipFile) =>
  new Promise<yauzl.Entry[]>((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    zip.on("error", reject);
    zip.on("end", () => resolve(entries));
    zip.on("entry", (entry: yauzl.Entry) => {
      entries.push(entry);
      if (entries.length >= mostEntries) resolve(entries);
      else zip.readEntry();
    });
    zip.readEntry();
  });

const openEntry = (zip: yauzl.ZipFile, entry: yauzl.Entry) =>
  new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  });

async function* unpack(zip: yauzl.ZipFile, entry: yauzl.Entry): AsyncGenerator<Buffer, void, void> {
  if ((entry.generalPurposeBitFlag & 1) === 1) throw new Error("it is protected by a password");
  const limit = Math.max(ratioFromBytes, entry.compressedSize * ratioLimit);
  let unpacked = 0;
  for await (const piece of await openEntry(zip, entry)) {
    unpacked += piece.length;
    if (unpacked > limit) throw new Error("it unpacks to far more than a text does");
    yield piece as Buffer;
  }
}

/** Reads the list of what is in a zip. An entry that cannot be read shows only when it is. Errors: why it is no zip we can read. */
export const openZipFile = async (path: string): Promise<Result<ZipFile, string>> => {
  let zip: yauzl.ZipFile | undefined;
  try {
    zip = await openFile(path);
    const opened = zip;
    const entries = await readEntries(opened);
    return ok({
      entries: entries.map((entry) => ({ name: nameOf(entry), sizeBytes: entry.uncompressedSize, pieces: () => unpack(opened, entry) })),
      close: () => opened.close(),
    });
  } catch (cause) {
    zip?.close();
    return err(reasonOf(cause));
  }
};
