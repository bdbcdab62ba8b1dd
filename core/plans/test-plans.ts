import { mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createIds, silentLog, systemClock, type Clock } from "#core/base";
import { err, type Result } from "#core/base/schema";
import { createPermission, permissionMigrations } from "#core/permission";
import { openStore, type Store } from "#core/store";
import { createTestFolder } from "#core/testing";
import { createTools, type Tool, type ToolsDeps } from "#core/tools";
import { createBlobs, openFolder, workspaceMigrations, type Blobs } from "#core/workspace";
import { plansMigrations } from "./migrations.ts";
import { createPlans, type Plans } from "./plans.ts";
import type { PlansDeps } from "./ports.ts";
import { planDraftSchema, type PlanDraft, type PlanDraftInput } from "./schema.ts";

/** Every file with its bytes and mode, every folder, by path: equal for equal trees. */
export const snapshot = (root: string, below = ""): Record<string, string> => {
  const entries: Record<string, string> = {};
  for (const name of readdirSync(join(root, below)).toSorted()) {
    const path = below === "" ? name : `${below}/${name}`;
    const stats = statSync(join(root, path));
    if (stats.isDirectory()) Object.assign(entries, { [path]: "folder" }, snapshot(root, path));
    else entries[path] = `${(stats.mode & 0o777).toString(8)} ${readFileSync(join(root, path)).toString("base64")}`;
  }
  return entries;
};

export const fill = (root: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (path.endsWith("/")) mkdirSync(join(root, path), { recursive: true });
    else writeFileSync(join(root, path), text);
  }
};

/** Outside ports that nothing in these tests may reach unless it says so. */
export const closedPorts: ToolsDeps = {
  http: { send: async ({ url }) => err({ type: "RequestFailed", url: url.href, reason: "no network in this test" }) },
  library: {
    search: async () => ({ ok: true, value: { hits: [] } }),
    addNote: async () => err({ type: "DiskFailed", path: "", reason: "no library in this test" }),
  },
  notifier: { send: async () => err({ type: "RequestFailed", url: "", reason: "nobody to tell in this test" }) },
  sandbox: { run: async () => err({ type: "SandboxUnavailable", reason: "no sandbox in this test" }) },
};

export interface TestPlansOptions {
  readonly dataDir?: string | undefined;
  readonly root?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly tools?: readonly Tool[] | undefined;
  readonly ports?: Partial<ToolsDeps> | undefined;
  readonly changes?: Partial<PlansDeps> | undefined;
}

export interface TestPlans {
  readonly plans: Plans;
  readonly blobs: Blobs;
  readonly permission: ReturnType<typeof createPermission>;
  readonly store: Store;
  readonly findTool: (name: string) => Tool | null;
  readonly root: string;
  readonly dataDir: string;
  /** Forgets everything in memory, as a crash does, and lets go of the data folder. */
  readonly drop: () => void;
  readonly cleanup: () => Promise<void>;
}

/** Plans over a real store, real files, the real tools and gateway. */
export const openTestPlans = (options: TestPlansOptions = {}): TestPlans => {
  const clock = options.clock ?? systemClock;
  const folder = createTestFolder();
  const dataDir = options.dataDir ?? join(folder.path, "data");
  const root = options.root ?? join(realpathSync(folder.path), "files");
  mkdirSync(root, { recursive: true });
  const migrations = [1, 2, 3, 4, 8].map((version) => ({ version, name: "not under test", up: "", down: "" }));
  const opened = openStore({
    dataDir,
    migrations: [...migrations, ...workspaceMigrations, ...plansMigrations, ...permissionMigrations],
    clock,
    log: silentLog,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const store = opened.value;
  const ids = createIds({ clock });
  const builtIn = createTools({ ...closedPorts, ...options.ports });
  const extra = new Map((options.tools ?? []).map((tool) => [tool.info.name, tool]));
  const tools = {
    list: () => [...builtIn.list(), ...[...extra.values()].map(({ info }) => info)],
    find: (name: string) => extra.get(name) ?? builtIn.find(name),
  };
  const permission = createPermission({ clock, ids, store, tools, canWrite: () => true });
  const blobs = createBlobs({
    clock,
    store,
    isNeeded: (runId) => plans.isOpen(runId),
    onRelease: (runIds) => plans.noteUndoEnded(runIds),
  });
  const plans = createPlans({
    clock,
    ids,
    log: silentLog,
    store,
    tools,
    gateway: permission.gateway,
    contents: {
      put: (runId, sha256, content) => blobs.keeper(runId)(sha256, content),
      has: blobs.has,
      get: async (sha256) => {
        const found = await blobs.get(sha256);
        return found.ok ? found.value : null;
      },
    },
    openFolder: (path, access) => openFolder(path, access),
    isGranted: () => true,
    hostRules: () => ({ allowedHosts: null, privateHosts: [] }),
    random: () => 0.5,
    ...options.changes,
  });
  return {
    plans,
    blobs,
    permission,
    store,
    findTool: tools.find,
    root,
    dataDir,
    drop: () => store.close(),
    cleanup: async () => {
      await plans.close();
      store.close();
      folder.cleanup();
    },
  };
};

export const need = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(`unexpected failure: ${JSON.stringify(result.error)}`);
  return result.value;
};

export const draftOf = (input: PlanDraftInput): PlanDraft => planDraftSchema.parse(input);

/** Creates, simulates, approves and runs to the end. */
export const carryOut = async ({ plans, root }: Pick<TestPlans, "plans" | "root">, draft: PlanDraft) => {
  const plan = need(plans.create(draft, { workspaceRoot: root }));
  const simulation = need(await plans.simulate(plan.id));
  need(plans.approve(plan.id, simulation.hash, "test"));
  const runId = need(await plans.run(plan.id, { hash: simulation.hash }));
  return { plan, simulation, run: need(await plans.ended(runId)) };
};
