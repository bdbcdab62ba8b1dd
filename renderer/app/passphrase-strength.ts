/** The host's own least length. */
export const passphraseMinimumLength = 10;

/** A word somebody may have taken from a list of 10,000 is worth about 13 bits, however long it is. */
const wordBits = 13;
/** A year or a date rather than digits by chance. */
const numberBits = 8;

const runBits = (run: string): number => {
  if (/^\p{L}+$/u.test(run)) {
    // Capitals inside a run speak against a word.
    const mixed = /\p{Ll}\p{Lu}/u.test(run);
    return Math.min(run.length * Math.log2(mixed ? 52 : 26), mixed ? wordBits + 4 : wordBits);
  }
  if (/^\d+$/.test(run)) return Math.min(run.length * Math.log2(10), numberBits);
  return 5 + Math.log2(run.length);
};

/**
 * A careful estimate in five steps, 0 (too short) to 4: runs of letters count as words, runs of digits as years. 30, 50 and 60 bits are the
 * steps; at the vault's cost of a tenth of a second per guess, one machine needs some three years, millions of years and more for half of them.
 */
export const passphraseStrength = (passphrase: string): 0 | 1 | 2 | 3 | 4 => {
  if ([...passphrase].length < passphraseMinimumLength) return 0;
  const runs = passphrase.match(/\p{L}+|\d+|(.)\1*/gsu) ?? [];
  const bits = [...new Set(runs.filter((run) => run !== " "))].reduce(
    (sum, run) => sum + runBits(run),
    runs.filter((run) => run === " ").length,
  );
  if (bits < 30) return 1;
  if (bits < 50) return 2;
  return bits < 60 ? 3 : 4;
};
