export { createBlobs, type BlobLimits, type Blobs, type BlobsOptions } from "./blobs.ts";
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
export { workspaceMigrations } from "./migrations.ts";
export { openFolder, type OpenFolderOptions } from "./open-folder.ts";
export { workspacesOperations } from "./operations.ts";
export { createOverlay } from "./overlay.ts";
export type { OverlayBase } from "./overlay-tree.ts";
export { realRoot } from "./real-root.ts";
export { createTogether } from "./together.ts";
export { createWorkspaces, type Workspaces, type WorkspacesOptions } from "./workspaces.ts";
