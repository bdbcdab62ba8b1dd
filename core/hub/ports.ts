import type { Aborted, Result } from "#core/base";
import type { ModelError, ModelInfo } from "#core/llm/schema";

export interface HubRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Why this IP address must not be connected to; null when it may. Asked for every address the name resolves to. */
  readonly refusalOf: (address: string) => string | null;
}

export interface HubResponse {
  readonly status: number;
  /** Null when there is no such header. `name` in lower case. */
  readonly header: (name: string) => string | null;
  /** Rejects when the connection breaks before its end. To be read at most once. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets go of the connection, read or not. */
  readonly close: () => void;
}

/** `isRefused`: the address must not be connected to. */
export interface HubWireError {
  readonly isRefused: boolean;
  readonly reason: string;
}

/**
 * One GET over http or https, its body as a stream. Follows nothing, keeps no cookies, unpacks nothing, uses no proxy. Resolves the name once and
 * connects to an address that passed `refusalOf`, so that a second look-up cannot lead elsewhere. The signal also ends the body. Has no time limit.
 */
export interface HubHttp {
  readonly open: (request: HubRequest, signal: AbortSignal) => Promise<Result<HubResponse, HubWireError | Aborted>>;
}

export interface HubHttpDep {
  readonly hubHttp: HubHttp;
}

/** Who answers, as far as the hub needs it; `Models` of `#core/llm` is one. */
export interface HubModels {
  readonly list: () => Promise<readonly ModelInfo[]>;
  readonly addFile: (path: string) => Promise<Result<ModelInfo, ModelError>>;
  readonly removeFile: (modelId: string) => boolean;
}

export interface HubModelsDep {
  readonly models: HubModels;
}
