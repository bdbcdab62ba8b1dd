/** Where a module says what happened. Fields are data, never secrets or document text. */
export interface Log {
  readonly info: (message: string, fields?: Record<string, unknown>) => void;
  readonly warn: (message: string, fields?: Record<string, unknown>) => void;
  readonly error: (message: string, fields?: Record<string, unknown>) => void;
}

export interface LogDep {
  readonly log: Log;
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
