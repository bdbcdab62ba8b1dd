/** Lets text through up to the first of some words. Keeps back the end of what came while it could be the beginning of one. */
export const createStopAt = (words: readonly string[]) => {
  const longest = Math.max(0, ...words.map(({ length }) => length));
  let held = "";
  let stopped = false;

  return {
    stopped: (): boolean => stopped,
    /** What may be shown now. */
    push: (text: string): string => {
      if (longest === 0) return text;
      if (stopped) return "";
      held += text;
      const found = words.map((word) => held.indexOf(word)).filter((index) => index >= 0);
      if (found.length > 0) {
        stopped = true;
        return held.slice(0, Math.min(...found));
      }
      const keep = Math.min(held.length, longest - 1);
      const shown = held.slice(0, held.length - keep);
      held = held.slice(held.length - keep);
      return shown;
    },
    /** What was kept back, when nothing more comes. */
    rest: (): string => (stopped ? "" : held),
  };
};
