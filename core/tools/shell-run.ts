import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { z } from "zod";
import { reasonOf, tryAsync } from "#core/base";
import { err, ok } from "#core/base/schema";
import { carryBack, copyOut } from "./command-copy.ts";
import { makeCommandFolder } from "./command-folder.ts";
import { defineTool } from "./define-tool.ts";
import { folderPath } from "./file-changes.ts";
import type { SandboxDep } from "./ports.ts";
import type { Effect } from "./schema.ts";
import { shortened } from "./text.ts";

const outputLimit = 200_000;
/** Address space of each process of the command. */
const memoryMb = 2048;

const input = z.strictObject({
  command: z
    .string()
    .min(1)
    .max(20_000)
    .refine((command) => !command.includes("\0"), "holds a NUL character"),
  /** Its working folder; it sees and may change a private copy of this folder and of nothing else. */
  folder: z.string().max(1024).default("."),
  timeoutMs: z.number().int().min(100).max(600_000).default(60_000),
});

/**
 * Runs a command in the sandbox on a copy of a folder, and carries what it changed into the overlay, if the step names every place it changed and the
 * command ended with 0. Errors: SandboxUnavailable, CommandFailed, ChangedTooMuch, ToolTooSlow, EffectRefused; nothing is changed then.
 */
export const createShellRun = ({ sandbox }: SandboxDep) =>
  defineTool({
    name: "shell.run",
    summary:
      "Run a shell command in a sandbox without network, on a copy of a workspace folder. Only places the step may change are taken over.",
    risk: "high",
    input,
    work: async ({ command, folder: given, timeoutMs }, { files, simulate, mayChange, beforeOutside }, signal) => {
      const folder = folderPath(given);
      const effect: Effect = { type: "command", command, folder, network: false };
      if (simulate) {
        const where = mayChange.length === 0 ? "It may change nothing." : `It may change only ${mayChange.join(", ")}.`;
        return ok({
          output: null,
          effects: [effect],
          unpredictable: [`What the command prints and changes is not known. ${where}`],
          untrusted: true,
        });
      }
      const permitted = await beforeOutside(effect, signal);
      if (!permitted.ok) return permitted;
      const made = await tryAsync(() => makeCommandFolder(), reasonOf);
      if (!made.ok) return err({ type: "DiskFailed", path: tmpdir(), reason: made.error });
      const copy = made.value;
      const work = async () => {
        const before = await copyOut(files, folder, copy, signal);
        if (!before.ok) return before;
        const ran = await sandbox.run({ command, folder: copy, network: false, timeoutMs, memoryMb, outputLimit }, signal);
        if (!ran.ok) return ran;
        const { exitCode, stdout, stderr, truncated } = ran.value;
        if (exitCode !== 0)
          return err({ type: "CommandFailed" as const, command, exitCode, output: shortened(stderr === "" ? stdout : stderr, 20_000) });
        const carried = await carryBack(files, { before: before.value, copy, folder, mayChange, command });
        if (!carried.ok) return carried;
        const output = { exitCode, stdout, stderr, truncated, leftOut: [...before.value.other, ...carried.value.leftOut] };
        return ok({ output, effects: [effect, ...carried.value.effects], unpredictable: [], untrusted: true });
      };
      const outcome = await tryAsync(work, reasonOf);
      await rm(copy, { recursive: true, force: true, maxRetries: 3 });
      return outcome.ok ? outcome.value : err({ type: "DiskFailed", path: folder, reason: outcome.error });
    },
  });
