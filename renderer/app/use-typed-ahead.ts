import { useCallback, useEffectEvent, useLayoutEffect, useRef } from "react";
import { typeAhead } from "./typed-ahead.ts";

/** While `isAwaited`, what is typed is kept for a field that is not there yet, which takes it when it has the focus. Esc gives up. */
export const useTypedAhead = (isAwaited: boolean, onGiveUp: () => void): (() => string) => {
  const ahead = useRef<ReturnType<typeof typeAhead> | null>(null);
  const giveUp = useEffectEvent(onGiveUp);
  useLayoutEffect(() => {
    if (!isAwaited) return;
    const typed = typeAhead(window, () => giveUp());
    ahead.current = typed;
    return () => void typed.take();
  }, [isAwaited]);
  return useCallback(() => ahead.current?.take() ?? "", []);
};
