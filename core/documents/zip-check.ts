import yauzl from "yauzl";
import { err, ok, reasonOf, type Result } from "#core/base";
import type { FileProblem } from "./schema.ts";

/** Limits on what a DOCX may unpack to. Word's own XML packs about 1:10 to 1:40; deflate can do 1:1032, which only bombs come near. */
interface ZipLimits {
  /** Sum over all entries as the archive declares them. */
  readonly declaredBytes: number;
  /** Sum over the XML parts as they really unpack: what the parser is going to hold in memory. */
  readonly xmlBytes: number;
  /** Unpacked through packed, looked at only above `ratioFromBytes`. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
  readonly entries: number;
}

const mebibyte = 1024 * 1024;
const zipLimits: ZipLimits = {
  declaredBytes: 1024 * mebibyte,
  xmlBytes: 128 * mebibyte,
  ratio: 200,
  ratioFromBytes: 8 * mebibyte,
  entries: 20_000,
};

const openZip = (bytes: Buffer) =>
  new Promise<yauzl.ZipFile>((resolve, reject) => {
    // Sizes are counted here, so a lying entry is reported as a bomb and not as a broken archive.
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: false }, (error, zip) =>
      error === null ? resolve(zip) : reject(error),
    );
  });

const entriesOf = (zip: yauzl.ZipFile, limit: number) =>
  new Promise<yauzl.Entry[]>((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    zip.on("error", reject);
    zip.on("end", () => resolve(entries));
    zip.on("entry", (entry: yauzl.Entry) => {
      entries.push(entry);
      if (entries.length > limit) resolve(entries);
      else zip.readEntry();
    });
    zip.readEntry();
  });

/** Unpacks one entry without keeping it; stops soon after `limit` bytes. */
const unpackedSize = (zip: yauzl.ZipFile, entry: yauzl.Entry, limit: number) =>
  new Promise<number>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) return reject(error);
      let size = 0;
      stream.on("error", reject);
      stream.on("end", () => resolve(size));
      stream.on("data", (part: Buffer) => {
        size += part.length;
        if (size > limit) {
          stream.destroy();
          resolve(size);
        }
      });
    });
  });

const isXml = (name: string) => /\.(?:xml|rels)$/i.test(name);

/**
 * Looks an archive over before anything unpacks it whole: what it declares, then what its XML parts really unpack to. Gives the entry
 * names. Errors: ArchiveBomb, FileEncrypted (an entry needs a password), FileCorrupt.
 */
export const checkZip = async (bytes: Buffer, limits: ZipLimits = zipLimits): Promise<Result<readonly string[], FileProblem>> => {
  try {
    const zip = await openZip(bytes);
    const entries = await entriesOf(zip, limits.entries);
    const bomb = (unpackedBytes: number, limitBytes: number) => err({ type: "ArchiveBomb", unpackedBytes, limitBytes } as const);
    const declared = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    if (entries.length > limits.entries || declared > limits.declaredBytes) return bomb(declared, limits.declaredBytes);
    if (entries.some((entry) => (entry.generalPurposeBitFlag & 1) === 1)) return err({ type: "FileEncrypted" });

    let unpacked = 0;
    for (const entry of entries.filter((candidate) => isXml(candidate.fileName))) {
      const ratioLimit = Math.max(limits.ratioFromBytes, entry.compressedSize * limits.ratio);
      const limit = Math.min(limits.xmlBytes - unpacked, ratioLimit);
      const size = await unpackedSize(zip, entry, limit);
      unpacked += size;
      if (size > limit) return bomb(unpacked, limit);
    }
    return ok(entries.map((entry) => entry.fileName));
  } catch (cause) {
    return err({ type: "FileCorrupt", reason: reasonOf(cause) });
  }
};
