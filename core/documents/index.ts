export {
  createDocumentReader,
  readerLimits,
  type DocumentReader,
  type FileReading,
  type ReaderLimits,
  type ReadOptions,
} from "./reader.ts";
export type { WalkEntry } from "./walk.ts";
