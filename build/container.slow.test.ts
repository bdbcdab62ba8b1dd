import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildIfChanged } from "./build-if-changed.ts";
import { root } from "./root.ts";

const containerfile = readFileSync(join(root, "Containerfile"), "utf8");
const compose = readFileSync(join(root, "compose.yaml"), "utf8");
const listOf = (text: string): string[] => JSON.parse(text) as string[];
/** The words after an instruction, as a list of a command. */
const command = (instruction: string): string[] => listOf(new RegExp(`${instruction}\\s+(\\[.*\\])`).exec(containerfile)?.[1] ?? "[]");
const entrypoint = command("ENTRYPOINT");
const healthcheck = command("HEALTHCHECK(?:.*\\\\\\n)?\\s*CMD");
const environment = Object.fromEntries(
  (/^ENV (.*)$/m.exec(containerfile)?.[1] ?? "").split(" ").map((pair) => pair.split("=") as [string, string]),
);

it("the files agree on port, user, data and folder", () => {
  const port = entrypoint[entrypoint.indexOf("--port") + 1];
  expect(/^EXPOSE (\d+)$/m.exec(containerfile)?.[1]).toBe(port);
  expect(compose).toContain(`- "127.0.0.1:${port}:${port}"`);
  expect(healthcheck.join(" ")).toContain(`http://127.0.0.1:${port}/health`);
  expect(entrypoint[entrypoint.indexOf("--host") + 1]).toBe("0.0.0.0");
  expect(entrypoint[1]).toBe("/opt/olympus/dist/main/headless.js");
  const user = /useradd .*--uid (\d+)/.exec(containerfile)?.[1];
  expect(containerfile).toContain(`\nUSER ${user}:${user}\n`);
  expect(environment).toMatchObject({ OLYMPUS_HOME: "/data", HOME: "/data" });
  expect(containerfile).toContain("\nVOLUME /data\n");
  expect(compose).toContain("- olympus-data:/data\n");
});

it("the container may write to its data alone and gain no rights", () => {
  for (const line of ["read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "OLYMPUS_ALLOWED_HOSTS"])
    expect(compose).toContain(line);
  expect(compose).not.toContain("privileged: true");
});

it("copies nothing into the build that is not the project's", () => {
  const ignored = readFileSync(join(root, ".dockerignore"), "utf8").split("\n");
  for (const name of [".git", "**/node_modules", "dist"]) expect(ignored).toContain(name);
});

it("runs scripts that are there", () => {
  for (const [, script = ""] of containerfile.matchAll(/(build\/[\w-]+\.ts)/g)) expect(existsSync(join(root, script))).toBe(true);
});

const hasBubblewrap = process.platform === "linux" && spawnSync("bwrap", ["--ro-bind", "/", "/", "true"]).status === 0;

describe.skipIf(!hasBubblewrap)("what goes into the image", () => {
  const folder = mkdtempSync(join(tmpdir(), "olympus-container-"));
  const tree = join(folder, "olympus");
  beforeAll(async () => {
    await buildIfChanged({ log: () => {}, only: ["main", "renderer"] });
    const made = spawnSync(process.execPath, [join(root, "build/container-tree.ts"), tree], { encoding: "utf8" });
    expect(made.stderr).not.toContain("Error");
    expect(made.status).toBe(0);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("serves with the image's own command, as its user, with nothing writable but the data, and is found healthy", async () => {
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, "close");
    // The same places as in the image, on a port that is free here.
    const here = (words: readonly string[]): string[] =>
      words.map((word) => word.replace("/opt/olympus", tree).replaceAll("4510", String(port)).replace("/data", join(folder, "data")));
    const variables = Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, ...here([value.replace(":$PATH", "")])]);
    const locked = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", join(folder, "data"), join(folder, "data")];
    const user = ["--unshare-user", "--unshare-pid", "--uid", "10001", "--gid", "10001", "--die-with-parent", "--clearenv"];
    mkdirSync(join(folder, "data"));
    const host = spawn("bwrap", [...locked, ...user, ...variables, ...here(entrypoint)], { stdio: ["ignore", "pipe", "pipe"] });
    const said: string[] = [];
    for (const stream of [host.stdout, host.stderr]) stream.setEncoding("utf8").on("data", (text: string) => said.push(text));
    const isHealthy = (): boolean => {
      const [, ...args] = here(healthcheck);
      return spawnSync(join(tree, "bin/node"), args, { timeout: 5000 }).status === 0;
    };
    try {
      let healthy = false;
      for (let tries = 0; tries < 60 && !healthy && host.exitCode === null; tries += 1) {
        await setTimeout(250);
        healthy = isHealthy();
      }
      expect(healthy, said.join("")).toBe(true);
      const page = await fetch(`http://127.0.0.1:${port}/`);
      expect([page.status, page.headers.get("content-type")]).toEqual([200, expect.stringMatching(/^text\/html; ?charset=utf-8$/)]);
      expect(existsSync(join(folder, "data/olympus.sqlite"))).toBe(true);
    } finally {
      host.kill("SIGTERM");
      if (host.exitCode === null) await once(host, "exit");
    }
    expect(isHealthy()).toBe(false);
  });
});
