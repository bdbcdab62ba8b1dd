import type { ExitCode } from "./command.ts";
import { commands } from "./commands.ts";
import { createProcessTerminal } from "./process-terminal.ts";
import { runCli } from "./run.ts";

/** Those that need the data folder alone. The others would look for keys in a file; the desktop has them in the system's keychain. */
const names: readonly string[] = ["backup", "doctor", "export", "import", "migrate"];
const dataCommands = Object.fromEntries(Object.entries(commands).filter(([name]) => names.includes(name)));

/** Runs one command line on the terminal of this process, which another program than the command line's own may be. */
export const runDataCommand = (words: readonly string[]): Promise<ExitCode> => runCli(words, createProcessTerminal(), dataCommands);
