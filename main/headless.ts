#!/usr/bin/env node
import { createProcessTerminal } from "./cli/process-terminal.ts";
import { runCli } from "./cli/run.ts";

// The server's entry for services and containers: the same as `olympus serve`.
process.exitCode = await runCli(["serve", ...process.argv.slice(2)], createProcessTerminal());
