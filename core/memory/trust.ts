import { sep } from "node:path";
import type { Arrival, TrustClass, TrustReason } from "./schema.ts";

/** Whose word a document is, and why. */
export interface Trust {
  readonly trust: TrustClass;
  readonly reason: TrustReason;
}

/** What a document's class follows from, unless the person says something else. */
export interface Provenance {
  readonly path: string;
  readonly cameBy: Arrival;
  /** The address that the mark of a download names; "" for a mark without one, null without a mark. */
  readonly origin: string | null;
}

/** What systems and browsers call the folder of downloads, folded. */
const downloadFolders = new Set([
  "downloads",
  "download",
  "téléchargements",
  "descargas",
  "transferências",
  "scaricati",
  "hämtade filer",
  "nedlastinger",
  "pobrane",
  "загрузки",
  "下载",
  "ダウンロード",
]);

const liesIn = (path: string, folder: string): boolean => path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** Files that are Olympus' own copies: nobody else has them, so they go with the document. */
export const ownFolders = (dataDir: string): readonly string[] => [`${dataDir}${sep}uploads`, `${dataDir}${sep}notes`];

export const isOwnCopy = (dataDir: string, path: string): boolean => ownFolders(dataDir).some((folder) => liesIn(path, folder));

/** The way a document came, as its place tells. */
export const arrivalOf = (dataDir: string, path: string, root: string): Arrival => {
  const [uploads, notes] = ownFolders(dataDir);
  if (uploads !== undefined && liesIn(path, uploads)) return "upload";
  if (notes !== undefined && liesIn(path, notes)) return "note";
  return path === root ? "file" : "folder";
};

/** The first reason that holds. Nothing makes a document the person's own but the person. */
export const derivedTrust = ({ cameBy, origin, path }: Provenance): Trust => {
  if (cameBy === "upload") return { trust: "foreign", reason: "uploaded" };
  if (origin !== null) return { trust: "foreign", reason: "origin" };
  const folders = path.split(/[\\/]/).slice(0, -1);
  if (folders.some((folder) => downloadFolders.has(folder.normalize("NFC").toLowerCase())))
    return { trust: "foreign", reason: "downloads" };
  return { trust: "file", reason: cameBy === "note" ? "noted" : "local" };
};
