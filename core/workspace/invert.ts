import { absent } from "./fingerprint.ts";
import type { FileOperation } from "./schema.ts";

/** The operation that takes `operation` back. The content it needs is that of `operation`'s `before`. Twice inverted is the same again. */
export const invertOperation = (operation: FileOperation): FileOperation => {
  switch (operation.type) {
    case "make-folder":
      return {
        type: "trash",
        path: operation.path,
        before: { kind: "folder" },
        ...(operation.mode === undefined ? {} : { folderMode: operation.mode }),
      };
    case "move":
      return { type: "move", from: operation.to, to: operation.from, moved: operation.moved };
    case "write-file":
      return operation.before.kind === "absent"
        ? { type: "trash", path: operation.path, before: operation.after }
        : { type: "write-file", path: operation.path, before: operation.after, after: operation.before };
    case "trash":
      return operation.before.kind === "folder"
        ? { type: "make-folder", path: operation.path, ...(operation.folderMode === undefined ? {} : { mode: operation.folderMode }) }
        : { type: "write-file", path: operation.path, before: absent, after: operation.before };
  }
};
