import type { ParseArgsOptionsConfig } from "node:util";
import type { SecretInput } from "./secret-input.ts";

/** Where a command reads from and writes to. Standard output carries the result and nothing else; the rest goes to `note`. */
export interface Terminal extends SecretInput {
  readonly write: (text: string) => void;
  /** A line for people: progress, warnings, failures. */
  readonly note: (line: string) => void;
  /** A person is watching `note`, so progress may be told. */
  readonly attended: boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** Relative paths begin here. */
  readonly callerDir: string;
  /** Aborts at Ctrl-C or when the system asks the process to end. */
  readonly signal: AbortSignal;
}

export interface CommandInput {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly words: readonly string[];
  readonly json: boolean;
}

/** 0: done. 1: it could not be done; why is on standard error, and with `--json` as `{ error }` on standard output. 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

export type RunCommand = (input: CommandInput, terminal: Terminal) => Promise<ExitCode>;

export interface CommandSpec {
  readonly usage: string;
  readonly summary: string;
  /** What `--help` says below the usage. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  /** How many words besides options, at least and at most. */
  readonly words: readonly [minimum: number, maximum: number];
  readonly load: () => Promise<RunCommand>;
}

/** The result: one JSON document, or text for people. */
export const answer = (terminal: Terminal, json: boolean, value: unknown, text: string): void =>
  terminal.write(json ? `${JSON.stringify(value, null, 2)}\n` : text === "" || text.endsWith("\n") ? text : `${text}\n`);

/** A failure, in words and, with `--json`, as itself. */
export const fail = (terminal: Terminal, json: boolean, error: { readonly type: string }, sentence: string): ExitCode => {
  terminal.note(sentence);
  if (json) terminal.write(`${JSON.stringify({ error }, null, 2)}\n`);
  return 1;
};

/** A mistake in how the command was written. */
export const misused = (terminal: Terminal, sentence: string): ExitCode => {
  terminal.note(sentence);
  return 2;
};
