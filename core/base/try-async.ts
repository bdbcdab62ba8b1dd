import { err, ok, type Result } from "./schema.ts";

/** Runs a vendor call and turns its exception into a value. The only place, besides port adapters, that catches. */
export const tryAsync = async <T, E>(work: () => Promise<T>, toError: (cause: unknown) => E): Promise<Result<T, E>> => {
  try {
    return ok(await work());
  } catch (cause) {
    return err(toError(cause));
  }
};

/** The message of anything thrown, for a log or an error's `reason`. */
export const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
