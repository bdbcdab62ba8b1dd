import type { Terminal } from "./command.ts";

/** A terminal that remembers what was written to it. */
export const createTestTerminal = (
  dataDir: string,
  callerDir: string,
  environment: Readonly<Record<string, string>> = {},
  typed: readonly string[] = [],
) => {
  const lines = [...typed];
  const nextLine = async (): Promise<string | null> => lines.shift() ?? null;
  const written: string[] = [];
  const notes: string[] = [];
  const controller = new AbortController();
  const terminal: Terminal = {
    readSecret: nextLine,
    readLine: nextLine,
    write: (text) => void written.push(text),
    note: (line) => void notes.push(line),
    attended: false,
    environment: { OLYMPUS_HOME: dataDir, ...environment },
    callerDir,
    signal: controller.signal,
  };
  return {
    terminal,
    output: () => written.join(""),
    json: () => JSON.parse(written.join("")) as unknown,
    notes,
    interrupt: () => controller.abort(),
  };
};
