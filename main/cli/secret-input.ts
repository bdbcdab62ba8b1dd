import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";

export interface SecretInput {
  /** A line that is not shown, from a person or from a pipe. Null at the end of the input. */
  readonly readSecret: (prompt: string) => Promise<string | null>;
  /** A line that is shown. Null at the end of the input. */
  readonly readLine: (prompt: string) => Promise<string | null>;
}

/** Reads lines of this process' standard input; each line is given once. Nothing is read before somebody asks. */
export const createSecretInput = (input: NodeJS.ReadStream, note: (text: string) => void): SecretInput => {
  const waiting: ((line: string | null) => void)[] = [];
  const read: string[] = [];
  let lines: Interface | null = null;
  let ended = false;
  let silent = false;

  // A terminal echoes through this; silent, only the end of the line is let through.
  const echo = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!silent) note(chunk.toString());
      done();
    },
  });

  const start = (): void => {
    if (lines !== null) return;
    lines = createInterface({ input, output: input.isTTY ? echo : undefined, terminal: input.isTTY });
    lines.on("line", (line) => {
      const next = waiting.shift();
      if (next === undefined) read.push(line);
      else next(line);
      if (waiting.length === 0) lines?.pause();
    });
    lines.on("close", () => {
      ended = true;
      for (const next of waiting.splice(0)) next(null);
    });
  };

  const next = async (prompt: string, hidden: boolean): Promise<string | null> => {
    if (input.isTTY) note(prompt);
    start();
    const kept = read.shift();
    if (kept !== undefined) return kept;
    if (ended) return null;
    silent = hidden;
    lines?.resume();
    const line = await new Promise<string | null>((resolve) => waiting.push(resolve));
    silent = false;
    if (hidden && input.isTTY) note("\n");
    return line;
  };

  return { readSecret: (prompt) => next(prompt, true), readLine: (prompt) => next(prompt, false) };
};
