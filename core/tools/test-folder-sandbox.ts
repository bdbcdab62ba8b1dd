import { spawnSync } from "node:child_process";
import { ok } from "#core/base/schema";
import type { Sandbox } from "./ports.ts";

/** No sandbox at all: for tests of what happens with a command's folder, with commands the tests themselves wrote. */
export const createFolderSandbox = (): Sandbox => ({
  run: async ({ command, folder }) => {
    const ran = spawnSync("/bin/sh", ["-c", command], { cwd: folder, encoding: "utf-8", env: { PATH: process.env["PATH"] } });
    return ok({ exitCode: ran.status, stdout: ran.stdout, stderr: ran.stderr, truncated: false });
  },
});
