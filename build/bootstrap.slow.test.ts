import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { root } from "./root.ts";

// A project that has nothing but the bootstrap and a lockfile, with an npm that only notes that it was called.
const folder = mkdtempSync(join(tmpdir(), "olympus-bootstrap-"));
const bin = join(folder, "bin");
const project = join(folder, "project");
const npmLog = join(folder, "npm.log");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const packages = {
  "": { name: "toy" },
  "node_modules/better-sqlite3": { version: "1.0.0" },
  "node_modules/elsewhere": { version: "1.0.0", optional: true },
};

/** Installs the toy packages as npm would, slowly enough to be overtaken. */
const npmScript = `#!/bin/sh
echo called >> ${npmLog}
echo noise
sleep 0.5
[ -e ${folder}/npm-fails ] && exit 7
for name in better-sqlite3 onnxruntime-node usearch; do
  mkdir -p node_modules/$name
  echo '{"name":"'$name'","version":"1.0.0"}' > node_modules/$name/package.json
  echo 'module.exports = class { exec() {} }' > node_modules/$name/index.js
done
echo '{"packages":{"node_modules/better-sqlite3":{"version":"1.0.0"}}}' > node_modules/.package-lock.json
`;

const environment = () => {
  const { npm_execpath: _ignored, ...rest } = process.env;
  return { ...rest, PATH: `${bin}:/usr/bin:/bin` };
};
const command = (...args: string[]) => [join(project, "build", "bootstrap.mjs"), ...args];
const run = (...args: string[]) => spawnSync(process.execPath, command(...args), { encoding: "utf8", env: environment(), cwd: folder });
const npmCalls = () => readFileSync(npmLog, "utf8").split("\n").length - 1;
const writeLock = (content: object) => writeFileSync(join(project, "package-lock.json"), JSON.stringify(content));

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const path of [bin, join(project, "build"), join(project, "node_modules", "node", "bin")]) mkdirSync(path, { recursive: true });
  writeFileSync(join(bin, "npm"), npmScript, { mode: 0o755 });
  writeFileSync(npmLog, "");
  cpSync(join(root, "build", "bootstrap.mjs"), join(project, "build", "bootstrap.mjs"));
  symlinkSync(process.execPath, join(project, "node_modules", "node", "bin", "node"));
  writeFileSync(join(project, "package.json"), "{}");
  writeLock({ packages });
  writeFileSync(
    join(project, "build", "check.ts"),
    "console.log(JSON.stringify(process.argv.slice(2))); process.exit(Number(process.argv[2] ?? 0));",
  );
  writeFileSync(
    join(project, "build", "start.ts"),
    'process.on("SIGTERM", () => process.exit(42)); console.log("ready"); setInterval(() => {}, 1000);',
  );
});

it("installs once, keeps standard output for the command, and passes arguments and exit code through", () => {
  const first = run("check", "3", "a b");
  expect([first.status, first.stdout]).toEqual([3, '["3","a b"]\n']);
  expect(first.stderr).toContain("noise");
  const second = run("check");
  expect([second.status, second.stdout, second.stderr, npmCalls()]).toEqual([0, "[]\n", "", 1]);
});

it("installs again when the lockfile is another one", () => {
  run("check");
  writeLock({ packages: { ...packages, "node_modules/usearch": { version: "1.0.0" } } });
  expect(run("check").stderr).toContain("node_modules/usearch is missing");
  expect(npmCalls()).toBe(2);
});

it("takes up an install that failed, and says what to do", () => {
  writeFileSync(join(folder, "npm-fails"), "");
  const failed = run("check");
  expect([failed.status, failed.stdout]).toEqual([1, ""]);
  expect(failed.stderr).toContain("Run the same command again");
  rmSync(join(folder, "npm-fails"));
  expect([run("check").status, npmCalls()]).toEqual([0, 2]);
});

it("accepts what somebody installed with npm itself", () => {
  spawnSync("sh", [join(bin, "npm")], { cwd: project });
  expect([run("check").status, npmCalls()]).toEqual([0, 1]);
});

it("lets one of two commands install and the other wait for it", async () => {
  const both = [0, 1].map(() => spawn(process.execPath, command("check"), { env: environment(), stdio: "ignore" }));
  expect(await Promise.all(both.map(async (child) => (await once(child, "exit"))[0]))).toEqual([0, 0]);
  expect(npmCalls()).toBe(1);
});

it("goes on when the one that was installing is long gone", () => {
  const turn = join(project, "node_modules", ".olympus-turn");
  writeFileSync(turn, "");
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(turn, longAgo, longAgo);
  expect([run("check").status, npmCalls()]).toEqual([0, 1]);
});

it("puts a lockfile back that npm changed", () => {
  writeFileSync(join(bin, "npm"), `${npmScript}\necho changed > package-lock.json\n`, { mode: 0o755 });
  expect(run("check").stderr).toContain("it was put back");
  expect(readFileSync(join(project, "package-lock.json"), "utf8")).toBe(JSON.stringify({ packages }));
});

it("passes signals on and answers with the command's own exit code", async () => {
  const child = spawn(process.execPath, command("start"), { env: environment(), stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  child.kill("SIGTERM");
  expect((await once(child, "exit"))[0]).toBe(42);
});

it("names the commands there are", () => {
  const unknown = run("destroy");
  expect([unknown.status, unknown.stderr]).toEqual([
    1,
    'Unknown command "destroy". There are: start, test, check, build, bench, package, olympus.\n',
  ]);
});
