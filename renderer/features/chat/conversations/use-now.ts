import { useEffect, useState } from "react";

/** "Today" has to become "Yesterday" in a window that stays open. */
const lookAgainMs = 10 * 60_000;

/** The time, now and then. */
export const useNowMs = (): number => {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), lookAgainMs);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
};
