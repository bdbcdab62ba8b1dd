import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import { createBubblewrap } from "#core/sandbox";
import { createFolderSandbox } from "./test-folder-sandbox.ts";
import { openTestTools, type TestTools } from "./test-tools.ts";

const opened: TestTools[] = [];
const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith("olympus-command-"));
afterEach(async () => {
  for (const test of opened.splice(0)) await test.cleanup();
});

const tree = { "a.txt": "one\n", "d/b.txt": "b\n", "d/e/c.txt": "c\n" };
const probeTools = await openTestTools({}, { sandbox: createBubblewrap() });
const probe = await probeTools.run("shell.run", { command: "true" });
await probeTools.cleanup();

/** The tool with the real sandbox, and with commands that merely run in the copied folder, where no sandbox can be had. */
const sandboxes = { bubblewrap: createBubblewrap(), "a plain process": createFolderSandbox() };

describe.each(Object.entries(sandboxes))("commands in %s", (name, sandbox) => {
  const canRun = name !== "bubblewrap" || probe.ok;
  const open = async () => {
    const test = await openTestTools(tree, { sandbox });
    opened.push(test);
    return test;
  };

  it.skipIf(!canRun)("what a command changed becomes operations of the overlay; the folder itself is not touched", async () => {
    const test = await open();
    const before = test.snapshot();
    const files = test.overlay();
    const command =
      "cat a.txt; echo two >> a.txt; mkdir -p n/m; echo new > n/m/x; rm -r d/e; mv d/b.txt d/z.txt; chmod 755 d/z.txt; ln -s / l";
    const ran = await test.run("shell.run", { command }, { files, mayChange: ["a.txt", "n/**", "d/**"] });
    if (!ran.ok) throw new Error(JSON.stringify(ran.error));
    expect(ran.value.output).toEqual({ exitCode: 0, stdout: "one\n", stderr: "", truncated: false, leftOut: ["l"] });
    expect(files.operations().map((operation) => `${operation.type} ${"path" in operation ? operation.path : ""}`)).toEqual([
      "trash d/b.txt",
      "trash d/e/c.txt",
      "trash d/e",
      "make-folder n",
      "make-folder n/m",
      "write-file a.txt",
      "write-file d/z.txt",
      "write-file n/m/x",
    ]);
    expect(ran.value.effects[0]).toEqual({ type: "command", command, folder: "", network: false });
    expect(ran.value.effects.slice(1).map((effect) => effect.type === "file" && effect.operation)).toEqual(files.operations());
    expect(ran.value.effects.find((effect) => effect.type === "file" && effect.diff.includes("+two"))).toBeDefined();
    expect(ran.value.untrusted).toBe(true);
    const print = await files.fingerprint("d/z.txt");
    expect(print.ok && print.value.kind === "file" && print.value.mode).toBe(0o755);
    expect(test.snapshot()).toEqual(before);
    expect(left()).toEqual([]);
  });

  it.skipIf(!canRun)("a command sees what earlier steps did, and only the folder it was given", async () => {
    const test = await open();
    const files = test.overlay();
    await test.run("files.write", { path: "d/new.txt", text: "fresh\n" }, { files });
    await test.run("files.trash", { path: "d/b.txt" }, { files });
    const ran = await test.run("shell.run", { command: "find . -type f | sort; cat new.txt", folder: "d" }, { files });
    expect(ran.ok && ran.value.output).toMatchObject({ stdout: "./e/c.txt\n./new.txt\nfresh\n" });
  });

  it.skipIf(!canRun)("changes that the step does not name are thrown away, all of them, and named", async () => {
    const test = await open();
    const files = test.overlay();
    const command = "echo x > a.txt; echo y > d/b.txt; rm d/e/c.txt; mkdir other";
    expect(await test.run("shell.run", { command }, { files, mayChange: ["a.txt"] })).toEqual({
      ok: false,
      error: { type: "ChangedTooMuch", command, paths: ["d/e/c.txt", "d/b.txt", "other"] },
    });
    expect(await test.run("shell.run", { command: "echo x > b.txt", folder: "d" }, { files, mayChange: ["b.txt"] })).toMatchObject({
      error: { type: "ChangedTooMuch", paths: ["d/b.txt"] },
    });
    expect(files.operations()).toEqual([]);
    expect(left()).toEqual([]);
  });

  it.skipIf(!canRun)("a command that fails changes nothing", async () => {
    const test = await open();
    const files = test.overlay();
    const ran = await test.run("shell.run", { command: "echo x > a.txt; echo why >&2; exit 3" }, { files, mayChange: ["**"] });
    expect(ran).toMatchObject({ ok: false, error: { type: "CommandFailed", exitCode: 3, output: "why\n" } });
    expect(files.operations()).toEqual([]);
  });

  it.skipIf(!canRun)("names a command chooses are checked like any other", async () => {
    const test = await open();
    const files = test.overlay();
    const ran = await test.run("shell.run", { command: "echo x > '.olympus-x'" }, { files, mayChange: ["**"] });
    expect(ran).toMatchObject({ ok: false, error: { type: "PathRefused" } });
    const line = await test.run("shell.run", { command: "touch 'a\nb'" }, { files, mayChange: ["**"] });
    expect(line).toMatchObject({ ok: false, error: { type: "PathRefused" } });
  });
});

it("a dry run starts nothing and says what it cannot know", async () => {
  const test = await openTestTools(tree, { sandbox: { run: () => Promise.reject(new Error("must not run")) } });
  opened.push(test);
  const dry = await test.run("shell.run", { command: "make" }, { simulate: true, mayChange: ["out/**"] });
  expect(dry).toEqual({
    ok: true,
    value: {
      output: null,
      effects: [{ type: "command", command: "make", folder: "", network: false }],
      unpredictable: ["What the command prints and changes is not known. It may change only out/**."],
      untrusted: true,
    },
  });
});
