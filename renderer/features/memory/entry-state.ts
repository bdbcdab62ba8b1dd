import type { MemoryEntry } from "#core/memory/schema";

export type Staleness = "missing" | "away" | "changed" | "old" | "merged";

/** What is most worth knowing about a document's age; null: nothing. */
export const stalenessOf = ({
  fileState,
  isOldVersion,
  mergedInto,
}: Pick<MemoryEntry, "fileState" | "isOldVersion" | "mergedInto">): Staleness | null => {
  if (fileState !== "present") return fileState;
  if (mergedInto !== null) return "merged";
  return isOldVersion ? "old" : null;
};

/** What is best done about it. */
export const remedyOf = (staleness: Staleness | null): "read-again" | "forget" | "compare" | null => {
  switch (staleness) {
    case "changed":
      return "read-again";
    case "missing":
      return "forget";
    case "old":
      return "compare";
    case "away":
    case "merged":
    case null:
      return null;
  }
};
