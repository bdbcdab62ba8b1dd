#!/usr/bin/env node
import { createProcessTerminal } from "./cli/process-terminal.ts";
import { runCli } from "./cli/run.ts";

process.exitCode = await runCli(process.argv.slice(2), createProcessTerminal());
