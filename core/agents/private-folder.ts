import { sep } from "node:path";
import type { TaskLibrary } from "./ports.ts";

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** Whether a folder is private, or holds anything that is: its names and texts are looked at together. */
export const touchesPrivate = (root: string, { privateMarks }: Pick<TaskLibrary, "privateMarks">): boolean => {
  const marks = privateMarks();
  const above = marks.filter(({ path }) => isWithin(root, path)).toSorted((left, right) => right.path.length - left.path.length);
  return above[0]?.isPrivate === true || marks.some(({ isPrivate, path }) => isPrivate && isWithin(path, root));
};
