import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAnchor, systemAnchoring, type Anchoring } from "./anchor.ts";
import { guarded } from "./failure.ts";
import type { FileReader } from "./files.ts";
import { sha256Of } from "./fingerprint.ts";
import { openFolder } from "./open-folder.ts";
import { createOverlay } from "./overlay.ts";
import type { FileOperation, WorkspaceError } from "./schema.ts";
import { createKeeper, openTestWorkspace, plant, snapshot, type TestWorkspace } from "./test-folder.ts";

const bytes = Buffer.from("planted by an attacker");

/** Names that must not come into being, and lead nowhere when read. */
const texts: readonly string[] = [
  "../outside/secret.txt",
  "dir/../../outside/secret.txt",
  "..",
  ".",
  "./inside.txt",
  "dir/./inside.txt",
  "dir//inside.txt",
  "dir/",
  "/etc/passwd",
  "/proc/self/environ",
  "//server/share/secret.txt",
  "\\\\server\\share\\secret.txt",
  "\\\\?\\C:\\secret.txt",
  "..\\outside\\secret.txt",
  "dir\\inside.txt",
  "C:\\Windows\\win.ini",
  "C:/Windows/win.ini",
  "c:secret.txt",
  "file:///etc/passwd",
  "~",
  "~/secret.txt",
  "~root/secret.txt",
  "inside.txt\0.png",
  "new\nline",
  "tab\there",
  "delete\u007f",
  "next\u0085line",
  "line\u2028separator",
  "dot.txt.",
  "space.txt ",
  "dir./inside.txt",
  " space",
  "...",
  ".. ",
  ". ./secret.txt",
  "CON",
  "con.txt",
  "dir/NUL",
  "aux.tar.gz",
  "COM1",
  "lpt9.log",
  "COM¹",
  "CONIN$",
  "prn .txt",
  "new.txt:stream",
  "new.txt::$DATA",
  "less<than",
  "pipe|line",
  "star*",
  'quo"te',
  "invoice\u202etxt.exe",
  "\u2066isolated\u2069",
  "zero\u200bwidth",
  "join\u200der",
  "\ufeffmark",
  "soft\u00adhyphen",
  "tag\u{e0041}",
  "PROGRA~1",
  "full／width",
  "．．/secret.txt",
  "․․/secret.txt",
  "C：colon",
  "ＣＯＮ",
  ".olympus-new-0.part",
  ".OLYMPUS-old",
  "dir/.olympus-x",
  "n".repeat(256),
  "ü".repeat(128),
  "d/".repeat(600).concat("x"),
  "lone\ud800surrogate",
  "",
];

const planted = { "inside.txt": "inside", "dir/inside.txt": "inside too" };

interface Trap {
  readonly name: string;
  readonly path: string;
  readonly set: (workspace: TestWorkspace) => void | Promise<void>;
  /** Reading it as the person's own file is not an escape. */
  readonly readable?: boolean;
}

/** Things on the disk that a path could be led astray by. */
const traps: readonly Trap[] = [
  {
    name: "a link to a file outside",
    path: "trap",
    set: ({ path, outside }) => symlinkSync(join(outside, "secret.txt"), join(path, "trap")),
  },
  {
    name: "a link to a folder outside, in the middle",
    path: "trap/secret.txt",
    set: ({ path, outside }) => symlinkSync(outside, join(path, "trap")),
  },
  {
    name: "a link to a folder outside, deep",
    path: "dir/trap/new/file.txt",
    set: ({ path, outside }) => symlinkSync(outside, join(path, "dir/trap")),
  },
  { name: "a relative link upwards", path: "trap/outside/secret.txt", set: ({ path }) => symlinkSync("..", join(path, "trap")) },
  {
    name: "a chain of links",
    path: "trap/secret.txt",
    set: ({ path, outside }) => {
      symlinkSync(outside, join(path, "second"));
      symlinkSync("second", join(path, "trap"));
    },
  },
  {
    name: "a link to what does not exist yet",
    path: "trap",
    set: ({ path, outside }) => symlinkSync(join(outside, "new.txt"), join(path, "trap")),
  },
  { name: "a link that stays inside", path: "trap/inside.txt", set: ({ path }) => symlinkSync("dir", join(path, "trap")) },
  { name: "a link to itself", path: "trap/x", set: ({ path }) => symlinkSync("trap", join(path, "trap")) },
  {
    name: "a link to the root of the process",
    path: "trap/etc/passwd",
    set: ({ path }) => symlinkSync("/proc/self/root", join(path, "trap")),
  },
  { name: "a link to the working folder", path: "trap/package.json", set: ({ path }) => symlinkSync("/proc/self/cwd", join(path, "trap")) },
  { name: "a link to a device", path: "trap", set: ({ path }) => symlinkSync("/dev/zero", join(path, "trap")) },
  { name: "a pipe that nobody writes to", path: "trap", set: ({ path }) => void execFileSync("mkfifo", [join(path, "trap")]) },
  { name: "a pipe in the middle", path: "trap/x", set: ({ path }) => void execFileSync("mkfifo", [join(path, "trap")]) },
  {
    name: "a socket",
    path: "trap",
    set: ({ path }) =>
      new Promise(
        (resolve) =>
          void createServer()
            .unref()
            .listen(join(path, "trap"), () => resolve()),
      ),
  },
  { name: "a file in the middle", path: "inside.txt/x", set: () => {} },
  {
    name: "a hard link to a file outside",
    path: "trap",
    set: ({ path, outside }) => linkSync(join(outside, "secret.txt"), join(path, "trap")),
    readable: true,
  },
  {
    name: "a file with setuid",
    path: "trap",
    set: ({ path }) => {
      writeFileSync(join(path, "trap"), "runs as another");
      chmodSync(join(path, "trap"), 0o4755);
    },
    readable: true,
  },
  { name: "another case of a name", path: "README.txt", set: ({ path }) => writeFileSync(join(path, "ReadMe.txt"), "") },
  { name: "another case of a folder's name", path: "DIR/new.txt", set: () => {} },
  { name: "another composition of a name", path: "cafe\u0301.txt", set: ({ path }) => writeFileSync(join(path, "caf\u00e9.txt"), "") },
  { name: "another width of a name", path: "ｒeadme.txt", set: ({ path }) => writeFileSync(join(path, "readme.txt"), "") },
];

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await openTestWorkspace(planted);
  plant(workspace.outside, { "secret.txt": "the secret" });
});
afterEach(() => workspace.cleanup());

const refusals: readonly WorkspaceError["type"][] = ["PathRefused", "EntryNotFound", "EntryKindWrong", "EntryExists"];

const attempt = async (path: string, anchoring: Anchoring, readable: boolean): Promise<void> => {
  const opened = await openFolder(workspace.path, "write", { anchoring });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const files = opened.value;
  const before = { inside: snapshot(workspace.path), outside: snapshot(workspace.outside) };
  const answers: [string, Awaited<ReturnType<FileReader["read"]>> | { readonly ok: boolean; readonly error?: WorkspaceError }][] = [];
  const isFolderItself = path === "";
  for (const [what, reader] of [["folder", files] as const, ["overlay", createOverlay(files)] as const]) {
    if (!readable) answers.push([`${what} read`, await reader.read(path, { limitBytes: 1e6 })]);
    if (!isFolderItself) answers.push([`${what} list`, await reader.list(path, { limit: 10 })]);
  }
  const changes: Record<string, (overlay: ReturnType<typeof createOverlay>) => Promise<(typeof answers)[number][1]>> = {
    write: (overlay) => overlay.write(path, bytes),
    "write below": (overlay) => overlay.write(`${path}/below.txt`, bytes),
    makeFolder: (overlay) => overlay.makeFolder(path),
    "move there": (overlay) => overlay.move("inside.txt", path),
    "move below": (overlay) => overlay.move("inside.txt", `${path}/below.txt`),
    trash: (overlay) => overlay.trash(path),
    ...(readable ? {} : { "move away": (overlay) => overlay.move(path, "taken.txt") }),
  };
  for (const [what, change] of Object.entries(changes)) {
    const overlay = createOverlay(files);
    answers.push([what, await change(overlay)]);
    expect(overlay.operations(), what).toEqual([]);
  }
  for (const [what, answer] of answers) expect(answer, what).toMatchObject({ ok: false, error: { type: expect.toBeOneOf([...refusals]) } });
  expect({ inside: snapshot(workspace.path), outside: snapshot(workspace.outside) }).toEqual(before);
  await files.close();
};

/** Operations as no overlay would make them: the last door by itself. */
const forge = async (path: string, ownFile = false): Promise<void> => {
  const before = { inside: snapshot(workspace.path), outside: snapshot(workspace.outside) };
  const after = { kind: "file", sha256: sha256Of(bytes), sizeBytes: bytes.length, mode: 0o644 } as const;
  const secret = { kind: "file", sha256: sha256Of(Buffer.from("the secret")), sizeBytes: 10, mode: 0o644 } as const;
  const inside = { kind: "file", sha256: sha256Of(Buffer.from("inside")), sizeBytes: 6, mode: 0o644 } as const;
  const operations: readonly FileOperation[] = [
    { type: "write-file", path, before: secret, after },
    { type: "trash", path, before: secret },
    // A file with two names may get another one: nothing is read or lost by it.
    ...(ownFile ? [] : [{ type: "move", from: path, to: "taken.txt", moved: secret } as const]),
    { type: "move", from: "inside.txt", to: `${path}/below.txt`, moved: inside },
    { type: "make-folder", path: `${path}/below` },
  ];
  for (const operation of operations) {
    const answer = await workspace.files.apply(operation, bytes, createKeeper().options);
    // Taking away what is not there is done already.
    if (operation.type === "trash" && answer.ok) expect(answer.value).toBe("already");
    else expect(answer, operation.type).toMatchObject({ ok: false });
  }
  expect({ inside: snapshot(workspace.path), outside: snapshot(workspace.outside) }).toEqual(before);
};

/** Where the system has no descriptors to anchor by, there is one way only. */
const anchorings = systemAnchoring() === "descriptor" ? (["descriptor", "checked-path"] as const) : (["checked-path"] as const);

describe.runIf(process.platform !== "win32").each(anchorings)("by %s", (anchoring) => {
  it.each(texts.map((path) => [JSON.stringify(path).slice(0, 60), path] as const))("[W1] refuses %s", (_, path) =>
    attempt(path, anchoring, false),
  );
  it.each(traps.map((trap) => [trap.name, trap] as const))("[W4] [W5] refuses %s", async (_, { path, readable, set }) => {
    await set(workspace);
    await attempt(path, anchoring, readable === true);
  });
});

describe.runIf(process.platform !== "win32")("forged operations", () => {
  const unsafe = texts.filter((path) => path !== "" && !path.includes("/x"));
  it.each(unsafe.map((path) => [JSON.stringify(path).slice(0, 60), path] as const))("[W1] lead nowhere at %s", (_, path) => forge(path));
  it.each(traps.filter(({ path }) => path.startsWith("trap") || path.includes("/trap")).map((trap) => [trap.name, trap] as const))(
    "[W4] [W5] lead nowhere at %s",
    async (_, { path, readable, set }) => {
      await set(workspace);
      await forge(path, readable);
    },
  );
});

it("the table has at least sixty attempts", () => expect(texts.length + traps.length).toBeGreaterThanOrEqual(60));

describe.runIf(process.platform === "linux")("folders that are exchanged", () => {
  it("[W6] a link is no workspace, and neither is a path that leads through one", async () => {
    symlinkSync(workspace.outside, join(workspace.path, "..", "link"));
    for (const root of [join(workspace.path, "../link"), join(workspace.path, "../link/."), `${workspace.path}/../outside`])
      expect(await openFolder(root, "write")).toMatchObject({ ok: false, error: { type: "WorkspaceRefused" } });
  });

  it("[W6] a workspace that was moved away and exchanged for a link is not worked in", async () => {
    renameSync(workspace.path, `${workspace.path}.moved`);
    symlinkSync(workspace.outside, workspace.path);
    const before = snapshot(workspace.outside);
    for (const answer of [
      await workspace.files.read("secret.txt", { limitBytes: 100 }),
      await workspace.files.read("inside.txt", { limitBytes: 100 }),
      await workspace.files.apply({ type: "make-folder", path: "new" }, null, createKeeper().options),
    ])
      expect(answer).toMatchObject({ ok: false, error: { type: "PathRefused" } });
    expect(snapshot(workspace.outside)).toEqual(before);
    renameSync(workspace.path, `${workspace.path}.link`);
    renameSync(`${workspace.path}.moved`, workspace.path);
  });

  it("[W4] another disk that is mounted in a folder is not entered", async () => {
    const anchor = createAnchor("/", "descriptor");
    const entered = await guarded("proc", () => anchor.within(["proc", "self"], (place) => place.names()));
    anchor.close();
    expect(entered).toMatchObject({ ok: false, error: { type: "PathRefused" } });
  });

  /** Exchanges `granted/dir` for what `code` says, as fast as a thread can, until stopped. */
  const startSwapping = async (code: string) => {
    const flag = new Int32Array(new SharedArrayBuffer(8));
    const worker = new Worker(
      `const fs = require("node:fs"); const { workerData: { flag, dir, outside } } = require("node:worker_threads");
       const quietly = (work) => { try { work(); } catch {} };
       Atomics.store(flag, 1, 1); Atomics.notify(flag, 1);
       while (Atomics.load(flag, 0) === 0) { ${code} }`,
      { eval: true, workerData: { flag, dir: join(workspace.path, "dir"), outside: workspace.outside } },
    );
    const exited = new Promise((resolve) => worker.once("exit", resolve));
    await Atomics.waitAsync(flag, 1, 0).value;
    return async () => {
      Atomics.store(flag, 0, 1);
      await exited;
    };
  };

  const put = (work: string) => `quietly(() => ${work});`;
  const restore = put("fs.renameSync(dir + '.real', dir)") + put("fs.rmSync(dir + '.real', { recursive: true })");
  const own = put("fs.writeFileSync(dir + '/own', 'harmless')") + put("fs.renameSync(dir + '/own', dir + '/secret.txt')");
  const away = put("fs.renameSync(dir, dir + '.real')");
  const swaps = {
    "a folder for a link": away + put("fs.symlinkSync(outside, dir)") + put("fs.unlinkSync(dir)") + restore + own,
    "a folder for a relative link":
      put("fs.symlinkSync('../outside', dir + '.link')") +
      away +
      put("fs.renameSync(dir + '.link', dir)") +
      put("fs.unlinkSync(dir)") +
      restore +
      own,
    "a file for a link":
      put("fs.symlinkSync(outside + '/secret.txt', dir + '/link')") + put("fs.renameSync(dir + '/link', dir + '/secret.txt')") + own,
    "a file for a pipe":
      put("require('node:child_process').execFileSync('mkfifo', [dir + '/pipe'])") +
      put("fs.renameSync(dir + '/pipe', dir + '/secret.txt')") +
      own,
  };

  it.each(Object.entries(swaps))("[W4] while somebody exchanges %s, nothing outside is read or changed", async (_, code) => {
    plant(workspace.path, { "dir/secret.txt": "harmless" });
    const before = snapshot(workspace.outside);
    const stop = await startSwapping(code);
    const outcomes: Record<string, number> = {};
    const count = (what: string) => (outcomes[what] = (outcomes[what] ?? 0) + 1);
    try {
      const endMs = performance.now() + 1500;
      for (let round = 0; performance.now() < endMs; round += 1) {
        const read = await workspace.files.read("dir/secret.txt", { limitBytes: 1000 });
        if (read.ok) expect(Buffer.from(read.value).toString()).not.toContain("the secret");
        count(read.ok ? "read" : read.error.type);
        const overlay = createOverlay(workspace.files);
        const written = await overlay.write("dir/secret.txt", Buffer.from(`harmless ${round}`));
        const operations = written.ok ? written.value : [];
        for (const operation of operations) {
          const contents =
            operation.type === "write-file" && operation.after.kind === "file" ? overlay.contents(operation.after.sha256) : null;
          const applied = await workspace.files.apply(operation, contents ?? null, createKeeper().options);
          count(applied.ok ? "applied" : `apply ${applied.error.type}`);
        }
      }
    } finally {
      await stop();
    }
    expect(snapshot(workspace.outside)).toEqual(before);
    expect(readFileSync(join(workspace.outside, "secret.txt"), "utf8")).toBe("the secret");
    // Both sides got through: otherwise nothing raced.
    expect(outcomes, JSON.stringify(outcomes)).toMatchObject({ read: expect.any(Number) });
    expect(Object.keys(outcomes).length, JSON.stringify(outcomes)).toBeGreaterThan(1);
  });
});

it("[W7] a workspace granted for reading is not changed", async () => {
  const readOnly = await openTestWorkspace(planted, { access: "read" });
  mkdirSync(join(readOnly.path, "empty"));
  const before = snapshot(readOnly.path);
  const overlay = createOverlay(readOnly.files);
  for (const answer of [
    await overlay.write("new.txt", bytes),
    await overlay.makeFolder("new"),
    await overlay.trash("inside.txt"),
    await overlay.move("inside.txt", "moved.txt"),
    await readOnly.files.apply({ type: "make-folder", path: "new" }, null, createKeeper().options),
    await readOnly.files.revert({ type: "make-folder", path: "empty" }, null, createKeeper().options),
  ])
    expect(answer).toMatchObject({ ok: false, error: { type: "WorkspaceReadOnly" } });
  expect(snapshot(readOnly.path)).toEqual(before);
  await readOnly.cleanup();
});
