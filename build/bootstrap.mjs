#!/usr/bin/env node
// Runs on whatever Node a machine has, with nothing installed: installs from the lockfile when needed, then hands over to the project's own Node.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const lockfile = join(root, "package-lock.json");
const stampFile = join(modules, ".olympus-installed");
const unfinishedFile = join(modules, ".olympus-unfinished");
const turnFile = join(modules, ".olympus-turn");
const ownNode = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");
const ownMajor = 24;
const endSignals = ["SIGINT", "SIGTERM", "SIGHUP"];
/** The holder of the turn touches its file every second; one silent for this long is gone. */
const turnSilenceMs = 20_000;

const entries = {
  start: "build/start.ts",
  test: "build/test.ts",
  check: "build/check.ts",
  build: "build/build.ts",
  bench: "build/bench.ts",
  package: "build/package.ts",
  olympus: "build/olympus.ts",
};

const say = (line) => process.stderr.write(`${line}\n`);
const fail = (line) => {
  say(line);
  process.exit(1);
};
const sleep = (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs));
const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

/** What an install must have been made from to be current. */
const wantedStamp = () =>
  `${createHash("sha256").update(readFileSync(lockfile)).digest("hex")} ${process.platform}-${process.arch} node-${ownMajor}\n`;

const isInstalled = () => read(stampFile) === wantedStamp() && existsSync(ownNode) && !existsSync(unfinishedFile);

/** Runs a program and answers its exit code; its whole output goes to standard error. A signal that ends this process ends the program first. */
const run = (command, args, environment = process.env) =>
  new Promise((resolve) => {
    const stop = () => child.kill("SIGTERM");
    for (const signal of endSignals) process.on(signal, stop);
    const child = spawn(command, args, { cwd: root, env: environment, stdio: ["ignore", 2, 2], windowsHide: true });
    child.on("error", (error) => {
      say(String(error.message));
      resolve(127);
    });
    child.on("exit", (code, signal) => {
      for (const name of endSignals) process.off(name, stop);
      resolve(signal === null ? (code ?? 1) : 130);
    });
  });

const npmCommand = () => {
  const fromNpm = process.env.npm_execpath;
  if (fromNpm !== undefined && basename(fromNpm) === "npm-cli.js" && existsSync(fromNpm)) return [process.execPath, fromNpm];
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    if (folder === "" || folder.startsWith(modules)) continue;
    const npm = join(folder, process.platform === "win32" ? "npm.cmd" : "npm");
    if (existsSync(npm) && process.platform !== "win32") return [npm];
    const beside = join(folder, "node_modules", "npm", "bin", "npm-cli.js");
    if (existsSync(npm) && existsSync(beside)) return [process.execPath, beside];
  }
  return null;
};

/** Why what lies in node_modules is not what the lockfile says, or null when it is. `.package-lock.json` is npm's own record of a finished install. */
const difference = () => {
  const record = read(join(modules, ".package-lock.json"));
  if (record === null) return "nothing is installed";
  const installed = JSON.parse(record).packages ?? {};
  for (const [path, wanted] of Object.entries(JSON.parse(readFileSync(lockfile, "utf8")).packages)) {
    if (path === "") continue;
    const found = installed[path];
    if (found === undefined && (wanted.optional === true || wanted.devOptional === true || wanted.peer === true)) continue;
    if (found === undefined) return `${path} is missing`;
    if (found.version !== wanted.version) return `${path} is ${found.version}, not ${wanted.version}`;
    if (wanted.optional !== true && !existsSync(join(root, path, "package.json"))) return `${path} is missing`;
  }
  return null;
};

const probe = `
  if (!process.version.startsWith("v${ownMajor}.")) throw new Error("node_modules/node is " + process.version);
  const { createRequire } = await import("node:module");
  const require = createRequire(${JSON.stringify(join(root, "package.json"))});
  const load = async (name, work) => { try { await work(require(name)); } catch (cause) { throw new Error(name + " does not load: " + cause.message); } };
  await load("better-sqlite3", (Database) => new Database(":memory:").exec("create virtual table t using fts5(x)"));
  await load("onnxruntime-node", () => {});
  await load("usearch", () => {});
`;

/** Programs for other processors and, where there is no NVIDIA driver, for CUDA: 0.5 GB that nothing on this machine can run. */
const removeForeignPrograms = () => {
  const hasNvidia = existsSync("/proc/driver/nvidia/version") || existsSync("/dev/nvidiactl") || existsSync("/dev/dxg");
  const llama = join(modules, "@node-llama-cpp");
  const own = `${process.platform}-${process.arch === "arm" ? "armv7l" : process.arch}`;
  if (process.platform === "linux" && existsSync(llama))
    for (const name of readdirSync(llama)) {
      const foreign = name !== own && !name.startsWith(`${own}-`);
      if (foreign || (name.includes("cuda") && !hasNvidia)) rmSync(join(llama, name), { recursive: true, force: true });
    }
  const onnx = join(modules, "onnxruntime-node", "bin", "napi-v6");
  for (const platform of ["darwin", "linux", "win32"])
    for (const processor of ["arm64", "x64"])
      if (platform !== process.platform || processor !== process.arch)
        rmSync(join(onnx, platform, processor), { recursive: true, force: true });
};

const install = async () => {
  const npm = npmCommand();
  if (npm === null)
    fail(
      "Olympus needs npm to install its parts, and there is none beside this Node nor on PATH. Install Node from nodejs.org, which brings npm.",
    );
  const before = readFileSync(lockfile);
  rmSync(stampFile, { force: true });
  if (existsSync(unfinishedFile) || !existsSync(ownNode) || difference() !== null) {
    writeFileSync(unfinishedFile, "");
    say("Installing what Olympus is made of, once (about a minute, 0.9 GB on disk) …");
    const [command, ...first] = npm;
    // npm would compile packages that bring finished programs (it overlooks their `gypfile: false` when it installs from a lockfile),
    // which fails where there is no compiler. Only the project's own Node needs its script.
    const flags = ["--no-save", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
    const environment = { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip", NODE_LLAMA_CPP_POSTINSTALL: "skip" };
    let code = await run(command, [...first, "install", "--ignore-scripts", ...flags], environment);
    if (code === 0 && !existsSync(ownNode))
      code = await run(command, [...first, "rebuild", "node", "--ignore-scripts=false", "--no-save", "--loglevel=error"], environment);
    if (!readFileSync(lockfile).equals(before)) {
      writeFileSync(lockfile, before);
      fail("npm wanted to change package-lock.json; it was put back. Please report this together with `npm --version`.");
    }
    if (code !== 0) fail(`Installing failed (npm ended with ${code}; its message is above). Run the same command again to go on.`);
    const missing = difference();
    if (missing !== null) fail(`Installing did not finish: ${missing}. Run the same command again to go on.`);
    removeForeignPrograms();
  }
  if ((await run(ownNode, ["--input-type=module", "-e", probe])) !== 0) {
    writeFileSync(unfinishedFile, "");
    fail("What was installed does not run on this machine (the reason is above). Delete node_modules and run the same command again.");
  }
  rmSync(unfinishedFile, { force: true });
  writeFileSync(`${stampFile}.new`, wantedStamp());
  renameSync(`${stampFile}.new`, stampFile);
};

/** One install at a time. Answers a function that ends the turn, or null when somebody else finished the install meanwhile. */
const takeTurn = async () => {
  mkdirSync(modules, { recursive: true });
  const mine = `${turnFile}.${process.pid}.${Date.now()}`;
  writeFileSync(mine, "");
  let told = false;
  for (;;) {
    try {
      linkSync(mine, turnFile);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (isInstalled()) {
      rmSync(mine, { force: true });
      return null;
    }
    const silentSince = statSync(turnFile, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - silentSince > turnSilenceMs) rmSync(turnFile, { force: true });
    else if (!told) {
      say("Another Olympus command is installing; waiting for it …");
      told = true;
    }
    await sleep(500);
  }
  const touch = setInterval(() => utimesSync(mine, new Date(), new Date()), 1000);
  const end = () => {
    clearInterval(touch);
    rmSync(turnFile, { force: true });
    rmSync(mine, { force: true });
  };
  process.once("exit", end);
  return end;
};

const ensureInstalled = async () => {
  if (isInstalled()) return;
  const end = await takeTurn();
  if (end === null) return;
  if (!isInstalled()) await install();
  end();
};

/** Becomes, for all practical purposes, the given program: same streams, signals and exit code. */
const handOver = (entry, args) => {
  const environment = {
    ...process.env,
    PATH: `${dirname(ownNode)}${delimiter}${process.env.PATH ?? ""}`,
    OLYMPUS_CALLER_DIR: process.env.INIT_CWD ?? process.cwd(),
    // Halves the start of anything that runs from source (measured: 1.2 s to 0.6 s on a busy machine).
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, ".cache", "olympus-compiled"),
  };
  const child = spawn(ownNode, ["--disable-warning=ExperimentalWarning", join(root, entry), ...args], {
    env: environment,
    stdio: "inherit",
  });
  // The terminal sends Ctrl+C to the child as well; only signals sent to this process alone are passed on.
  process.on("SIGINT", () => {
    if (!process.stdin.isTTY && !process.stderr.isTTY) child.kill("SIGINT");
  });
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`Node ${ownMajor} did not start: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of endSignals) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
};

const [verb = "", ...args] = process.argv.slice(2);
if (Number(process.versions.node.split(".")[0]) < 20)
  fail(`Olympus needs Node 20 or newer to begin (this is ${process.version}). Get it from nodejs.org.`);
if (!Object.hasOwn(entries, verb)) fail(`Unknown command "${verb}". There are: ${Object.keys(entries).join(", ")}.`);
await ensureInstalled();
handOver(entries[verb], args);
