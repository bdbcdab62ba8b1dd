import { err, ok, type Result } from "#core/base/schema";
import type { Bridge, ClientError } from "../../bridge/index.ts";

interface Bringing {
  /** Share of the bytes, 0…1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Makes one file readable for the host and answers its path. In a browser it is sent there; the host removes it after the import. */
export const bringTransferFile = async (bridge: Bridge, file: File, options: Bringing): Promise<Result<string, ClientError>> => {
  const path = bridge.pathForFile?.(file) ?? "";
  if (path !== "") return ok(path);
  const ending = /\.(?:zip|json|md|markdown)$/i.exec(file.name)?.[0].toLowerCase() ?? "";
  const stored = await bridge.upload({
    // The host knows by this name that the file is only passing through.
    batch: `import-${crypto.randomUUID().slice(0, 23)}`,
    name: `conversations${ending}`,
    file,
    ...options,
  });
  return stored.ok ? ok(stored.value.path) : err(stored.error);
};
