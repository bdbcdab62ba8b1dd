export { checkPath } from "./check-path.ts";
export type {
  ApplyOptions,
  Entry,
  FileReader,
  Files,
  FolderFiles,
  Inspection,
  KeepBefore,
  ListOptions,
  Outcome,
  Overlay,
} from "./files.ts";
export { sameFingerprint } from "./fingerprint.ts";
export { invertOperation } from "./invert.ts";
export { openFolder, type OpenFolderOptions } from "./open-folder.ts";
export { createOverlay } from "./overlay.ts";
export type { OverlayBase } from "./overlay-tree.ts";
