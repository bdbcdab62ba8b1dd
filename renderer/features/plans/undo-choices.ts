import type { UndoPreview } from "#core/plans/schema";
import type { Fingerprint } from "#core/workspace/schema";
import { formatBytes } from "../../ui/format.ts";
import type { Translate } from "../../ui/i18n.ts";
import type { UndoChoices } from "./plans-client.ts";

export type ConflictPlace = UndoPreview["conflictPlaces"][number];
/** `skip`: what is there now stays. `force`: what was there before the run comes back. */
export type Choice = "skip" | "force";
export type Choices = ReadonlyMap<string, Choice>;

export const undoChoices = (choices: Choices): UndoChoices => {
  const chosen = (wanted: Choice) => [...choices].flatMap(([path, choice]) => (choice === wanted ? [path] : []));
  return { force: chosen("force"), skip: chosen("skip") };
};

/** Places to be decided on and places that were, in the order they turned up; one that nobody decided on and that is in nobody's way any more is gone. */
export const placesAfter = (known: readonly ConflictPlace[], preview: UndoPreview, choices: Choices): ConflictPlace[] => {
  const now = new Map(preview.conflictPlaces.map((place) => [place.path, place]));
  const kept = known.flatMap((place) => now.get(place.path) ?? (choices.has(place.path) ? [place] : []));
  const paths = new Set(kept.map(({ path }) => path));
  return [...kept, ...preview.conflictPlaces.filter(({ path }) => !paths.has(path))];
};

/** What somebody did to a place since the run left it. */
export const changeWords = (t: Translate, { expected, found }: { readonly expected: Fingerprint; readonly found: Fingerprint }): string => {
  if (found.kind === "absent") return t("undo.found.absent");
  if (found.kind !== "file") return t(`undo.found.${found.kind}`);
  if (expected.kind !== "file") return t("undo.found.new", { size: formatBytes(found.sizeBytes) });
  if (expected.sha256 === found.sha256) return t("undo.found.mode");
  return t("undo.found.changed", { before: formatBytes(expected.sizeBytes), after: formatBytes(found.sizeBytes) });
};
