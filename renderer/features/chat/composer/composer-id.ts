/** The element of the one composer on the screen. */
export const composerId = "composer";
