import type { Effect } from "#core/tools/schema";
import type { FileOperation, Fingerprint } from "#core/workspace/schema";
import { hashOf } from "./canonical.ts";

const size = (fingerprint: Fingerprint): string => (fingerprint.kind === "file" ? `${fingerprint.sizeBytes} bytes` : fingerprint.kind);

const operationLine = (operation: FileOperation): string => {
  switch (operation.type) {
    case "make-folder":
      return `new folder ${operation.path}`;
    case "move":
      return `move ${operation.from} → ${operation.to}`;
    case "trash":
      return operation.before.kind === "folder"
        ? `remove empty folder ${operation.path}`
        : `to trash ${operation.path} (${size(operation.before)})`;
    case "write-file":
      return operation.before.kind === "file"
        ? `change ${operation.path} (${size(operation.before)} → ${size(operation.after)})`
        : `new file ${operation.path} (${size(operation.after)})`;
  }
};

/** One effect as a line for people. */
export const effectLine = (effect: Effect): string => {
  switch (effect.type) {
    case "file":
      return operationLine(effect.operation);
    case "http":
      return `send ${effect.method} ${effect.url} (${effect.bodyBytes} bytes)`;
    case "command":
      return `run ${effect.command}${effect.network ? " (with network)" : ""}`;
    case "memory":
      return `remember ${effect.title}`;
    case "notification":
      return `notify ${effect.title}`;
  }
};

/** All effects as one text: a line each, and the lines that change in text files. */
export const readableDiff = (effects: readonly Effect[]): string =>
  effects.map((effect) => `${effectLine(effect)}\n${effect.type === "file" ? effect.diff : ""}`).join("");

/** Equal for effects that do the same to the world. The diff is left out: the operation's fingerprints already say all of it. */
export const effectsHash = (effects: readonly Effect[]): string =>
  hashOf(effects.map((effect) => (effect.type === "file" ? effect.operation : effect)));

/** Every path an operation changes. */
export const pathsOf = (operation: FileOperation): readonly string[] =>
  operation.type === "move" ? [operation.from, operation.to] : [operation.path];

/** The unified diff of one file read backwards: what taking the change back would show. */
export const reversedDiff = (diff: string): string => {
  if (diff === "") return "";
  const [before = "", after = "", ...rest] = diff.split("\n");
  const swapped = rest.map((line) =>
    line.startsWith("@@")
      ? line.replace(/^@@ -(\S+) \+(\S+) @@/, "@@ -$2 +$1 @@")
      : line.replace(/^[-+]/, (sign) => (sign === "-" ? "+" : "-")),
  );
  return [`--- ${after.slice(4).replace(/^b\//, "a/")}`, `+++ ${before.slice(4).replace(/^a\//, "b/")}`, ...swapped].join("\n");
};
