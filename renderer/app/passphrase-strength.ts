/** The host's own least length. */
export const passphraseMinimumLength = 8;

/**
 * A rough estimate in five steps, 0 (too short) to 4, from length and variety: bits ≈ characters × log2(alphabet in use), repeated
 * characters counted half. 40, 60 and 80 bits are the steps: about a day, a millennium and never at 10^9 guesses per second behind scrypt's cost.
 */
export const passphraseStrength = (passphrase: string): 0 | 1 | 2 | 3 | 4 => {
  const characters = [...passphrase];
  if (characters.length < passphraseMinimumLength) return 0;
  const groups: readonly [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[0-9]/, 10],
    [/[^a-zA-Z0-9]/, 32],
  ];
  const alphabet = groups.reduce((sum, [pattern, size]) => sum + (pattern.test(passphrase) ? size : 0), 0);
  const distinct = new Set(characters).size;
  const effective = distinct + (characters.length - distinct) / 2;
  const bits = effective * Math.log2(Math.max(2, alphabet));
  if (bits < 40) return 1;
  if (bits < 60) return 2;
  return bits < 80 ? 3 : 4;
};
