import { useEffect, useState } from "react";
import { attempt, type ClientError } from "../../bridge/index.ts";

export interface Remote<T> {
  readonly value: T | null;
  readonly problem: ClientError | null;
  readonly busy: boolean;
  /** Asks again; the old value stays until the new one is there. */
  readonly reload: () => void;
}

/** What one call answers. `load` has to be the same function as long as the question is the same. */
export const useRemote = <T>(load: (signal: AbortSignal) => PromiseLike<T>): Remote<T> => {
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ readonly turn: number; readonly value: T | null; readonly problem: ClientError | null }>({
    turn: -1,
    value: null,
    problem: null,
  });
  useEffect(() => {
    const controller = new AbortController();
    void attempt(load(controller.signal), controller.signal).then((answer) => {
      if (controller.signal.aborted) return;
      setState((before) => (answer.ok ? { turn, value: answer.value, problem: null } : { ...before, turn, problem: answer.error }));
    });
    return () => controller.abort();
  }, [load, turn]);
  return { value: state.value, problem: state.problem, busy: state.turn !== turn, reload: () => setTurn(turn + 1) };
};
