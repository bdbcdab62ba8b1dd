import type { ClockDep, LogDep } from "#core/base";
import type { LocalApi } from "#core/host";
import type { openCore } from "./open-core.ts";
import type { openUpdateSource } from "./update-source.ts";

/** What is loaded when it is needed, and not before the first window. */
export interface DesktopParts {
  readonly openCore: (...options: Parameters<typeof openCore>) => ReturnType<typeof openCore>;
  readonly openUpdateSource: (...options: Parameters<typeof openUpdateSource>) => ReturnType<typeof openUpdateSource>;
  /** Listens for other programs while the person has that switched on; ends with the signal. */
  readonly serveLocalApi: (options: ClockDep & LogDep & { readonly api: LocalApi }, signal: AbortSignal) => Promise<void>;
}
