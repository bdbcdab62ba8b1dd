import type { Terminal } from "./command.ts";

/** The terminal of this process. Ctrl-C asks once; a second time ends at once. */
export const createProcessTerminal = (): Terminal => {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  // `olympus search … | head` closes the pipe early; that is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  return {
    write: (text) => void process.stdout.write(text),
    note: (line) => void process.stderr.write(`${line}\n`),
    attended: process.stderr.isTTY,
    environment: process.env,
    callerDir: process.env["OLYMPUS_CALLER_DIR"] ?? process.cwd(),
    signal: controller.signal,
  };
};
