import { readKeys } from "./key-press.ts";

interface Bindable {
  readonly id: string;
  readonly usualKeys: string | null;
}

/**
 * Which keys each command has: no two have the same. Keys that somebody gave come first, and a command whose usual keys went to another
 * has none; among equals the earlier command has them. What is no key press counts as not given.
 */
export const resolveKeys = (
  commands: readonly Bindable[],
  ownKeys: Readonly<Record<string, string | null>>,
): ReadonlyMap<string, string | null> => {
  const ownOf = (id: string): string | null | undefined => {
    const own = Object.hasOwn(ownKeys, id) ? ownKeys[id] : undefined;
    return own === undefined || own === null ? own : (readKeys(own) ?? undefined);
  };
  const taken = new Set<string>();
  const keys = new Map<string, string | null>();
  const give = (id: string, wanted: string | null) => {
    const free = wanted !== null && !taken.has(wanted) ? wanted : null;
    if (free !== null) taken.add(free);
    keys.set(id, free);
  };
  for (const { id } of commands) {
    const own = ownOf(id);
    if (own !== undefined) give(id, own);
  }
  for (const { id, usualKeys } of commands) if (!keys.has(id)) give(id, usualKeys === null ? null : readKeys(usualKeys));
  return keys;
};
