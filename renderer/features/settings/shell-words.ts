/** A key press as Electron writes it, or null while only modifiers are down, or for a key that would swallow plain typing. */
export const acceleratorOf = (press: {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}): string | null => {
  const modifiers = [
    ...(press.ctrlKey ? ["Control"] : []),
    ...(press.metaKey ? ["Super"] : []),
    ...(press.altKey ? ["Alt"] : []),
    ...(press.shiftKey ? ["Shift"] : []),
  ];
  // By place and not by letter: Alt and Shift make other letters of the same key.
  const [, letter] = /^(?:Key|Digit)([A-Z0-9])$/.exec(press.code) ?? [];
  const [functionKey] = /^F(?:[1-9]|1\d|2[0-4])$/.exec(press.code) ?? [];
  const key = letter ?? functionKey ?? (press.code === "Space" ? "Space" : undefined);
  if (key === undefined) return null;
  const strong = press.ctrlKey || press.metaKey || press.altKey;
  return strong || functionKey !== undefined ? [...modifiers, key].join("+") : null;
};
