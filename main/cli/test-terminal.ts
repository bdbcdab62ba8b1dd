import type { Terminal } from "./command.ts";

/** A terminal that remembers what was written to it. */
export const createTestTerminal = (dataDir: string, callerDir: string, environment: Readonly<Record<string, string>> = {}) => {
  const written: string[] = [];
  const notes: string[] = [];
  const controller = new AbortController();
  const terminal: Terminal = {
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
