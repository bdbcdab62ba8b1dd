import { reasonOf } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { Outcome } from "./files.ts";
import type { WorkspaceError } from "./schema.ts";

/** An expected failure on its way out of nested system calls. Never leaves this module: `guarded` makes a value of it. */
class Failure extends Error {
  readonly error: WorkspaceError;
  constructor(error: WorkspaceError) {
    super(error.type);
    this.error = error;
  }
}

export const fail = (error: WorkspaceError): never => {
  throw new Failure(error);
};

/** The system's name of what went wrong (`ENOENT`), "" for anything else. */
export const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";

/** The value of `work`, or null when the system answers with one of `codes`. */
export const unless = <T>(codes: readonly string[], work: () => T): T | null => {
  try {
    return work();
  } catch (cause) {
    if (codes.includes(codeOf(cause))) return null;
    throw cause;
  }
};

/** Runs system calls and turns what they throw into a value; `path` is what the person called the place. What is not from the system is a defect and goes on. */
export const guarded = async <T>(path: string, work: () => Promise<T> | T): Outcome<T> => {
  try {
    return ok(await work());
  } catch (cause) {
    if (cause instanceof Failure) return err(cause.error);
    const code = codeOf(cause);
    if (!/^E[A-Z0-9]+$/.test(code)) throw cause;
    if (code === "ELOOP") return err({ type: "PathRefused", path, reason: "leads through a link" });
    if (code === "ENAMETOOLONG") return err({ type: "PathRefused", path, reason: "is longer than this disk allows" });
    return err({ type: "DiskFailed", path, reason: reasonOf(cause).replaceAll(/\/proc\/self\/fd\/\d+\//g, "") });
  }
};

/** The value of a result, or its failure on the way to `guarded`. */
export const need = <T>(result: Awaited<Outcome<T>>): T => (result.ok ? result.value : fail(result.error));
