import type { Terminal } from "./command.ts";
import { createSecretInput } from "./secret-input.ts";

/**
 * One Ctrl-C may arrive more than once: from the terminal, and again from each launcher above that passes it on. Only a signal this
 * much later is somebody asking anew.
 */
const sameRequestMs = 1000;

/** The terminal of this process. Ctrl-C asks once; asked again, the process ends at once. */
export const createProcessTerminal = (): Terminal => {
  const controller = new AbortController();
  let askedAtMs = 0;
  const stop = (): void => {
    if (!controller.signal.aborted) {
      askedAtMs = performance.now();
      controller.abort();
    } else if (performance.now() - askedAtMs > sameRequestMs) process.exit(1);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  // The terminal was closed: an end like any other, so that nothing is left half done and no model is blamed.
  process.on("SIGHUP", stop);
  // `olympus search … | head` closes the pipe early; that is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  return {
    ...createSecretInput(process.stdin, (text) => void process.stderr.write(text)),
    write: (text) => void process.stdout.write(text),
    note: (line) => void process.stderr.write(`${line}\n`),
    attended: process.stderr.isTTY,
    environment: process.env,
    callerDir: process.env["OLYMPUS_CALLER_DIR"] ?? process.cwd(),
    signal: controller.signal,
  };
};
