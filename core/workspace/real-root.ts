import { realpathSync } from "node:fs";

/** The same place under its one real name; what does not exist, and so is reached through no link either, is left as it is. */
export const realRoot = (path: string): string => {
  try {
    return realpathSync.native(path);
  } catch {
    // Decision: whoever uses the path says what is wrong with it.
    return path;
  }
};
