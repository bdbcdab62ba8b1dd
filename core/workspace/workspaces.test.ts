import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFakeClock, createSeededIds, createTestFolder, openTestStore } from "#core/testing";
import { workspaceMigrations } from "./migrations.ts";
import { createWorkspaces, type Workspaces } from "./workspaces.ts";

let folder: ReturnType<typeof createTestFolder>;
let store: ReturnType<typeof openTestStore>;
let workspaces: Workspaces;
let path: string;
beforeEach(() => {
  folder = createTestFolder();
  path = realpathSync(folder.path);
  for (const name of ["home/docs", "home/.ssh/keys", "home/.config", "other"]) mkdirSync(join(path, name), { recursive: true });
  const clock = createFakeClock();
  store = openTestStore(workspaceMigrations, clock);
  workspaces = createWorkspaces({ clock, ids: createSeededIds(), store, homeDir: join(path, "home") });
});
afterEach(async () => {
  await workspaces.close();
  store.cleanup();
  folder.cleanup();
});

const grant = (at: string, access: "read" | "write" = "write", name: string | null = null) => workspaces.grant({ path: at, access, name });

it("[W16] a folder is granted by its real path, once, and links to it are the same grant", () => {
  symlinkSync(join(path, "home/docs"), join(path, "link"));
  const granted = grant(join(path, "link"), "read");
  expect(granted).toMatchObject({ ok: true, value: { root: join(path, "home/docs"), name: "docs", access: "read" } });
  const again = grant(join(path, "home/docs"), "write", "Papers");
  expect(again).toMatchObject({ ok: true, value: { id: granted.ok && granted.value.id, name: "Papers", access: "write" } });
  expect(workspaces.list()).toEqual([again.ok && again.value]);
  expect(workspaces.at(join(path, "link"))).toEqual(again);
});

it.runIf(process.platform !== "win32")(
  "[W16] what is too wide, the system's, Olympus' own or holds keys is refused with the reason",
  () => {
    symlinkSync("/etc", join(path, "innocent"));
    symlinkSync("loop", join(path, "loop"));
    const home = join(path, "home");
    const system = "/ /proc /proc/self /proc/self/fd /sys /dev /dev/shm /etc /usr /usr/share /bin /var /tmp /home".split(" ");
    const below = [".ssh", ".ssh/keys", ".config"].map((name) => join(home, name));
    const own = ["", "blobs", ".."].map((name) => join(store.dataDir, name));
    const odd = ["innocent", "loop", "missing"].map((name) => join(path, name));
    const refused = [...system, home, path, ...below, ...own, ...odd, "relative/folder", "", ".", "~", `${path}\0`, process.execPath];
    mkdirSync(join(store.dataDir, "blobs"));
    for (const at of refused)
      expect(grant(at), at).toMatchObject({ ok: false, error: { type: "WorkspaceRefused", path: at, reason: expect.stringMatching(/./) } });
    expect(workspaces.list()).toEqual([]);
  },
);

it("[W16] the account's own home is refused when no other is named", () => {
  const own = createWorkspaces({ clock: createFakeClock(), ids: createSeededIds(), store });
  expect(own.grant({ path: homedir(), access: "read", name: null })).toMatchObject({ ok: false, error: { type: "WorkspaceRefused" } });
});

it("[W17] after a folder is taken back nothing reaches it any more, not even by what was open", async () => {
  const granted = grant(join(path, "other"));
  if (!granted.ok) throw new Error("not granted");
  const opened = await workspaces.open(granted.value.id);
  if (!opened.ok) throw new Error("not open");
  expect(await workspaces.open(granted.value.id)).toBe(opened);
  expect(await opened.value.list("", { limit: 1 })).toEqual({ ok: true, value: [] });
  expect(await workspaces.revoke(granted.value.id)).toBe(true);
  expect(await workspaces.revoke(granted.value.id)).toBe(false);
  const missing = { ok: false, error: { type: "WorkspaceNotFound" } };
  expect([workspaces.get(granted.value.id), await workspaces.open(granted.value.id), workspaces.at(join(path, "other"))]).toMatchObject([
    missing,
    missing,
    missing,
  ]);
  expect(await opened.value.list("", { limit: 1 })).toMatchObject({ ok: false });
});

it("[W17] a new grant changes what the open folder allows", async () => {
  const granted = grant(join(path, "other"), "write");
  if (!granted.ok) throw new Error("not granted");
  const first = await workspaces.open(granted.value.id);
  grant(join(path, "other"), "read");
  const second = await workspaces.open(granted.value.id);
  expect([first, second]).toMatchObject([{ value: { access: "write" } }, { value: { access: "read" } }]);
});
