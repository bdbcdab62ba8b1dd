import { spawnSync } from "node:child_process";
import { err, ok } from "#core/base/schema";
import type { HttpClient, Sandbox } from "#core/tools";

/** Ports that would really reach out, for tests that prove that nobody calls them. */
export const createHttpPort = (): HttpClient => ({
  send: async ({ method, url }) => {
    const answer = await fetch(url, { method });
    const body = new Uint8Array(await answer.arrayBuffer());
    return ok({ status: answer.status, contentType: answer.headers.get("content-type") ?? "", location: null, body, truncated: false });
  },
});

export const createSandboxPort = (): Sandbox => ({
  run: async ({ command, folder }) => {
    const { status, stderr, stdout } = spawnSync("/bin/sh", ["-c", command], { cwd: folder, encoding: "utf8" });
    return status === null
      ? err({ type: "CommandFailed", command, exitCode: null, output: "" })
      : ok({ exitCode: status, stdout, stderr, truncated: false });
  },
});
