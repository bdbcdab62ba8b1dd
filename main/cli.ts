#!/usr/bin/env node
import { createProcessTerminal } from "./cli/process-terminal.ts";
import { runCli } from "./cli/run.ts";

/** What a fault left open must not keep a finished command from ending. */
const endLimitMs = 2000;

process.exitCode = await runCli(process.argv.slice(2), createProcessTerminal());
setTimeout(() => process.exit(), endLimitMs).unref();
