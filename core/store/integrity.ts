import { createWorkerClient, workerEntry } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";

export interface Examined {
  readonly schemaVersion: number;
  readonly sha256: string;
}

/** Reads every page and every byte of a database file in a thread of its own: seconds for gigabytes, without holding up anybody. */
export const examineDatabase = async (path: string, signal?: AbortSignal): Promise<Result<Examined, string>> => {
  const worker = createWorkerClient(workerEntry("integrity-worker", import.meta.url));
  try {
    const inspected = await worker.call<Result<number, string>>("inspect", path, { signal });
    if (!inspected.ok) return err(inspected.error.type === "Aborted" ? "stopped" : inspected.error.reason);
    if (!inspected.value.ok) return inspected.value;
    const hashed = await worker.call<string>("sha256", path, { signal });
    if (!hashed.ok) return err(hashed.error.type === "Aborted" ? "stopped" : hashed.error.reason);
    return ok({ schemaVersion: inspected.value.value, sha256: hashed.value });
  } finally {
    await worker.close();
  }
};
