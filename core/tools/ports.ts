import type { Aborted, Result } from "#core/base";
import type { ToolError } from "./schema.ts";

/** The library, as far as tools need it. */
export interface LibraryPort {
  /** Best first. */
  readonly search: (query: { readonly query: string; readonly k: number }, signal?: AbortSignal) => Promise<Result<LibraryAnswer, Aborted>>;
  /** Writes a Markdown note and has it read in. Errors: DiskFailed. */
  readonly addNote: (note: { readonly title: string; readonly text: string }) => Promise<Result<{ readonly path: string }, ToolError>>;
}

export interface LibraryAnswer {
  readonly hits: readonly {
    readonly chunkId: number;
    readonly path: string;
    readonly title: string;
    readonly page: number | null;
    readonly heading: string;
    readonly text: string;
    readonly score: number;
    /** Nothing of it is sent to another machine. */
    readonly isPrivate: boolean;
  }[];
}

export interface LibraryPortDep {
  readonly library: LibraryPort;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** Sent exactly as they are. */
  readonly body: Uint8Array | null;
  readonly contentType: string | null;
  /** Of the body after decompression; what comes after is not read. */
  readonly limitBytes: number;
  readonly timeoutMs: number;
  /** Why this IP address must not be connected to; null when it may. Asked for every address the name resolves to. */
  readonly refusalOf: (address: string) => string | null;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  /** The `Location` header of a redirect. */
  readonly location: string | null;
  readonly body: Uint8Array;
  /** The body was longer than the limit. */
  readonly truncated: boolean;
}

/**
 * One request over http or https. Follows nothing, keeps no cookies, sends no credentials, uses no proxy. Resolves the name once and connects to
 * an address that passed `refusalOf`, so that a second look-up cannot lead elsewhere.
 * Errors: AddressRefused, RequestFailed, ToolTooSlow, Aborted.
 */
export interface HttpClient {
  readonly send: (request: HttpRequest, signal: AbortSignal) => Promise<Result<HttpAnswer, ToolError>>;
}

export interface HttpClientDep {
  readonly http: HttpClient;
}

/** How a person hears of something. Errors: RequestFailed when it could not be shown. */
export interface Notifier {
  readonly send: (message: { readonly title: string; readonly text: string }, signal: AbortSignal) => Promise<Result<void, ToolError>>;
}

export interface NotifierDep {
  readonly notifier: Notifier;
}

export interface SandboxRequest {
  /** For `/bin/sh -c`. */
  readonly command: string;
  /** A private copy that the command may change; its working folder. */
  readonly folder: string;
  readonly network: false;
  readonly timeoutMs: number;
  /** Address space of each process. */
  readonly memoryMb: number;
  /** Bytes kept of each stream. */
  readonly outputLimit: number;
}

export interface SandboxAnswer {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
}

/**
 * Runs a command that can read the system's programs and change nothing but `folder`: no network, no home, no other process.
 * Errors: SandboxUnavailable (says the one thing to do), ToolTooSlow, CommandFailed (could not be started), Aborted.
 */
export interface Sandbox {
  readonly run: (request: SandboxRequest, signal: AbortSignal) => Promise<Result<SandboxAnswer, ToolError>>;
}

export interface SandboxDep {
  readonly sandbox: Sandbox;
}
