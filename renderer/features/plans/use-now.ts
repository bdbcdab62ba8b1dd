import { useEffect, useState } from "react";

/** The present time, anew every `stepMs` while `active`. */
export const useNow = (active: boolean, stepMs = 1000): number => {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setNowMs(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, [active, stepMs]);
  return nowMs;
};
