/** The most that is waited for a moment of rest, and what passes for one where the browser does not tell. */
const longestMs = 3000;
const restMs = 1500;

/** Runs once when the window has nothing else to do, its first screen being drawn. The answer calls it off. */
export const whenIdle = (work: () => void): (() => void) => {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(work, restMs);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: longestMs });
  return () => cancelIdleCallback(handle);
};
