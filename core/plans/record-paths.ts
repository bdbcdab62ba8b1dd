import type { Files } from "#core/workspace";
import type { FileOperation } from "#core/workspace/schema";
import { pathsOf } from "./describe.ts";

/** Which places a step has to do with. `below` are folders of which it saw everything inside. */
export interface TouchedPaths {
  readonly read: ReadonlySet<string>;
  readonly below: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
}

/** The same files, noting every path that is asked for. */
export const recordPaths = (
  files: Files,
): { readonly files: Files; readonly touched: (operations: readonly FileOperation[]) => TouchedPaths } => {
  const read = new Set<string>();
  const below = new Set<string>();
  const note = (...paths: readonly string[]): void => paths.forEach((path) => read.add(path));
  return {
    files: {
      fingerprint: (path) => (note(path), files.fingerprint(path)),
      list: (path, options) => (below.add(path), files.list(path, options)),
      read: (path, options) => (note(path), files.read(path, options)),
      makeFolder: (path) => (note(path), files.makeFolder(path)),
      write: (path, bytes, options) => (note(path), files.write(path, bytes, options)),
      move: (from, to) => (note(from, to), below.add(from), files.move(from, to)),
      trash: (path) => (note(path), below.add(path), files.trash(path)),
    },
    touched: (operations) => ({ read, below, written: new Set(operations.flatMap(pathsOf)) }),
  };
};

const parentsOf = (path: string): readonly string[] => {
  const names = path.split("/");
  return [...names.slice(1).map((_, index) => names.slice(0, index + 1).join("/")), ""].filter((parent) => parent !== path);
};

/** Finds, for steps given in running order, which earlier ones must be finished before: those that wrote what it reads, or read what it writes. */
export const createConflicts = () => {
  const writers = new Map<string, Set<string>>();
  const writersBelow = new Map<string, Set<string>>();
  const readers = new Map<string, Set<string>>();
  const readersBelow = new Map<string, Set<string>>();
  const put = (map: Map<string, Set<string>>, path: string, step: string): void => {
    const steps = map.get(path);
    if (steps === undefined) map.set(path, new Set([step]));
    else steps.add(step);
  };

  return {
    /** Names of earlier steps; takes the step in. */
    add: (step: string, { below, read, written }: TouchedPaths): readonly string[] => {
      const earlier = new Set<string>();
      const take = (steps: ReadonlySet<string> | undefined): void => steps?.forEach((name) => earlier.add(name));
      for (const path of new Set([...read, ...below, ...written])) {
        take(writers.get(path));
        for (const parent of parentsOf(path)) take(writers.get(parent));
      }
      for (const path of [...below, ...written]) take(writersBelow.get(path));
      for (const path of written) {
        take(readers.get(path));
        take(readersBelow.get(path));
        for (const parent of parentsOf(path)) take(readersBelow.get(parent));
      }
      for (const path of written) {
        // Whoever comes later waits for this step, and through it for those it waited for.
        writers.set(path, new Set([step]));
        readers.delete(path);
        for (const parent of parentsOf(path)) put(writersBelow, parent, step);
      }
      for (const path of read) put(readers, path, step);
      for (const path of below) put(readersBelow, path, step);
      earlier.delete(step);
      return [...earlier];
    },
  };
};
