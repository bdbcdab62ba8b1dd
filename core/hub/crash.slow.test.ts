import { execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fetchNow, hasSettled, hurriedClock, startTestHub, until } from "./test-hub.ts";

let rig: Awaited<ReturnType<typeof startTestHub>>;
beforeEach(async () => {
  rig = await startTestHub();
});
afterEach(() => rig.cleanup());

const putBig = (bytes: number): Buffer => {
  const model = Buffer.concat([rig.model, randomBytes(bytes)]);
  rig.server.put("olympus/big-GGUF", { "big-q4_0.gguf": { bytes: model } });
  return model;
};

/** Runs the child, ends it without warning once it has told of so many bytes, and gives what it told. */
const runAndKill = (afterBytes: number): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL("./test-crash-child.ts", import.meta.url));
    const child = spawn(process.execPath, [script, rig.folder, rig.server.origin, rig.server.cdnHost], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const told: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => {
      told.push(line);
      if (line.startsWith("running") && Number(line.split(" ")[1]) >= afterBytes) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("exit", () => resolve(told));
  });

it("killed again and again, it goes on from what was saved, and ends with the right bytes", { timeout: 110_000 }, async () => {
  const size = 16_000_000;
  const model = putBig(size);
  // Progress is saved every two seconds: at most 6 MB of it are lost.
  rig.server.slow(3_000_000);
  for (const share of [0.3, 0.6, 0.9]) await runAndKill(size * share);
  rig.server.slow(null);
  const told = await runAndKill(Number.POSITIVE_INFINITY);
  expect(told[0]).toMatch(/^took-up paused [1-9]\d{6,}$/);
  expect(told.at(-1)).toBe(`done ${model.length}`);
  const path = join(rig.folder, "models/olympus/big-GGUF/big-q4_0.gguf");
  expect(createHash("sha256").update(readFileSync(path)).digest("hex")).toBe(createHash("sha256").update(model).digest("hex"));
  expect(existsSync(`${path}.part`)).toBe(false);
  const starts = rig.server.requests
    .filter(({ at, range }) => at === "cdn" && !(range ?? "").startsWith("bytes=0-"))
    .map(({ range }) => Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0));
  expect(starts[0]).toBe(0);
  // Later processes began behind the earlier ones, and none at the beginning again.
  expect(starts).toEqual(starts.toSorted((left, right) => left - right));
  expect(starts.at(-1)).toBeGreaterThan(size / 2);
});

/** A disk of its own for the test; only the superuser can make one. */
const mountSmallDisk = (path: string, sizeMb: number): boolean => {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeMb}m`, "tmpfs", path], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

it("a disk that is too small is noticed before anything is fetched, one that fills up meanwhile when it happens", async ({ skip }) => {
  const disk = join(rig.folder, "disk");
  if (!mountSmallDisk(disk, 700)) return skip("this user cannot mount a disk");
  try {
    const hogged = join(disk, "hog");
    const model = putBig(150_000_000);
    const { hub, close } = rig.open({ dataDir: join(disk, "data"), clock: hurriedClock });
    writeFileSync(hogged, Buffer.alloc(120_000_000));
    const small = await fetchNow(hub, "hf:olympus/big-GGUF");
    expect(small).toMatchObject({ state: "failed", receivedBytes: 0, error: { type: "DiskFull" } });
    expect(rig.server.requests.filter(({ at, range }) => at === "cdn" && range === null)).toEqual([]);

    rmSync(hogged);
    rig.server.slow(100_000_000);
    hub.downloads.resume(small.id);
    await until(hub, small.id, ({ receivedBytes }) => receivedBytes > 20_000_000);
    // Somebody else takes what is left.
    expect(() => execFileSync("dd", ["if=/dev/zero", `of=${hogged}`, "bs=1M"], { stdio: "ignore" })).toThrow();
    const full = await until(hub, small.id, hasSettled);
    expect(full).toMatchObject({ state: "failed", error: { type: "DiskFull" } });
    expect(full.receivedBytes).toBeGreaterThan(15_000_000);

    rmSync(hogged);
    rig.server.slow(null);
    hub.downloads.resume(full.id);
    const done = await until(hub, full.id, hasSettled);
    expect(done).toMatchObject({ state: "done", verified: "checksum", receivedBytes: model.length });
    expect(rig.server.requests.at(-1)?.range).toBe(`bytes=${full.receivedBytes}-`);
    await close();
  } finally {
    execFileSync("umount", ["-l", disk]);
  }
});
