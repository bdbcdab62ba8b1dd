import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createIds, silentLog, systemClock, type Clock } from "#core/base";
import { ok } from "#core/base/schema";
import { unmeasuredHere, type GenerateRequest, type ModelInfo } from "#core/llm/schema";
import type { SearchHit } from "#core/memory/schema";
import { createPermission, permissionMigrations } from "#core/permission";
import { createPlans, plansMigrations } from "#core/plans";
import { createScriptedAnswerer, createTestFolder, openTestStore, startTrapServer } from "#core/testing";
import { createTools } from "#core/tools";
import { createBlobs, createWorkspaces, openFolder, workspaceMigrations } from "#core/workspace";
import { createAgents } from "./agents.ts";
import { agentsMigrations } from "./migrations.ts";
import type { AgentsDeps, PlanningModels } from "./ports.ts";
import type { AgentEvent, Task, TaskLimits } from "./schema.ts";
import type { TaskDraft } from "./task-draft.ts";
import { toTaskPlans } from "./task-plans.ts";

/** Everything below a folder: kind, bits and content of each entry, links by their target. Equal texts mean an unchanged folder. */
export const folderState = (root: string): string => {
  const lines: string[] = [];
  const visit = (path: string): void => {
    const stats = lstatSync(join(root, path));
    const what = stats.isSymbolicLink()
      ? `link ${readlinkSync(join(root, path))}`
      : stats.isDirectory()
        ? "folder"
        : createHash("sha256")
            .update(readFileSync(join(root, path)))
            .digest("hex");
    lines.push(`${path} ${stats.mode.toString(8)} ${what}`);
    if (stats.isDirectory())
      readdirSync(join(root, path))
        .toSorted()
        .forEach((name) => visit(join(path, name)));
  };
  visit("");
  return lines.join("\n");
};

export interface RigOptions {
  /** What the model says to each question, in order; the last one repeats. Objects are written as JSON. */
  readonly answers?: readonly (string | object | ((request: GenerateRequest) => string | object))[];
  readonly models?: PlanningModels;
  readonly files?: Readonly<Record<string, string>>;
  readonly hits?: readonly { readonly path: string; readonly text: string; readonly isPrivate?: boolean }[];
  /** What of the folder is marked private in the library, from its root. */
  readonly privatePaths?: readonly string[];
  readonly limits?: Partial<TaskLimits>;
  readonly clock?: Clock;
  /** False: the folder is not granted. */
  readonly granted?: boolean;
  readonly onPlanWaiting?: AgentsDeps["onPlanWaiting"];
}

/**
 * The real thing around a scripted model: store, granted folder, tools, gateway, plans. Requests to any host arrive at the trap, commands
 * and notifications are only remembered: had the gateway let one through, it would be seen.
 */
export const createRig = async ({
  answers = [],
  clock = systemClock,
  files = {},
  granted = true,
  hits = [],
  privatePaths = [],
  limits,
  ...options
}: RigOptions) => {
  const folder = createTestFolder();
  const root = join(realpathSync(folder.path), "workspace");
  mkdirSync(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const store = openTestStore([...workspaceMigrations, ...plansMigrations, ...permissionMigrations, ...agentsMigrations], clock);
  const trap = await startTrapServer();
  const ids = createIds({ clock });
  const base = { clock, ids, log: silentLog, store };

  const workspaces = createWorkspaces(base);
  const grant = () => {
    const made = workspaces.grant({ path: root, access: "write", name: "work" });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
  };
  if (granted) grant();
  const blobs = createBlobs(base);
  const commands: string[] = [];
  const notifications: string[] = [];
  const notes: string[] = [];
  const found = hits.map(({ isPrivate = false, path, text }, index) => {
    return {
      chunkId: index + 1,
      documentId: `doc_${"0".repeat(26)}`,
      path,
      title: path,
      kind: "text",
      page: null,
      heading: "",
      text,
      score: 1,
      isPrivate,
    } as unknown as SearchHit;
  });
  const search = async () => ok({ hits: found, embedding: { id: "none", name: "none", dimensions: 1 } as never, tookMs: 0 });
  const tools = createTools({
    library: {
      search,
      addNote: async ({ text, title }) => {
        notes.push(`${title} ${text}`);
        return ok({ path: title });
      },
    },
    http: {
      send: async ({ body, method, url }) => {
        await trap.send(`${method} ${url.href}`, body);
        return ok({
          status: 200,
          contentType: "text/plain",
          location: null,
          body: new TextEncoder().encode("thank you"),
          truncated: false,
        });
      },
    },
    notifier: {
      send: async ({ text, title }) => {
        notifications.push(`${title} ${text}`);
        return ok(undefined);
      },
    },
    sandbox: {
      run: async ({ command }) => {
        commands.push(command);
        return ok({ exitCode: 0, stdout: "", stderr: "", truncated: false });
      },
    },
  });
  const { approvals, gateway } = createPermission({
    ...base,
    tools,
    canWrite: (path) => {
      const at = workspaces.at(path);
      return at.ok && at.value.access === "write";
    },
  });
  const isGranted = (path: string) => workspaces.at(path).ok;
  const plans = createPlans({
    ...base,
    tools,
    gateway,
    contents: {
      put: async (runId, _sha256, content) => {
        const put = await blobs.put(runId, content);
        return put.ok ? ok(undefined) : put;
      },
      has: blobs.has,
      get: async (sha256) => {
        const got = await blobs.get(sha256);
        return got.ok ? got.value : null;
      },
    },
    openFolder,
    isGranted,
    hostRules: () => ({ allowedHosts: null, privateHosts: [new URL(trap.origin).host] }),
    random: () => 0.5,
  });

  let said = 0;
  const scripted = createScriptedAnswerer((request) => {
    const next = answers[Math.min(said, answers.length - 1)] ?? "";
    said += 1;
    const answer = typeof next === "function" ? next(request) : next;
    return [{ say: typeof answer === "string" ? answer : JSON.stringify(answer) }];
  });
  const info: ModelInfo = {
    ...unmeasuredHere,
    id: "scripted",
    name: "Scripted",
    place: "local",
    detail: "",
    contextTokens: 8192,
    tools: false,
    jsonSchema: true,
    images: false,
    available: true,
    problem: null,
  };
  const models: PlanningModels = options.models ?? { list: async () => [info], answer: scripted.answerer.answer };
  const open = () =>
    createAgents({
      ...base,
      tools,
      gateway,
      models,
      library: { search, privateMarks: () => privatePaths.map((path) => ({ path: join(root, path), isPrivate: true })) },
      plans: toTaskPlans(plans),
      openFolder,
      isGranted,
      limits,
      onPlanWaiting: options.onPlanWaiting,
    });
  const agents = open();

  const run = async (draft: Partial<TaskDraft> = {}): Promise<{ task: Task; events: AgentEvent[] }> => {
    const started = agents.start({ goal: "Sort the letters", workspaceRoot: root, mode: "draft", ...draft });
    const followed = agents.follow(started.id);
    if (!followed.ok) throw new Error(followed.error.type);
    const events: AgentEvent[] = [];
    for await (const event of followed.value) {
      events.push(event);
      // Nobody is there to say yes: a run that asks is where it stays.
      if (event.type === "agent-run" && event.event.type === "run-state" && event.event.run.state === "waiting-for-approval") break;
    }
    const task = agents.find(started.id);
    if (!task.ok) throw new Error(task.error.type);
    return { task: task.value, events };
  };

  const close = async (): Promise<void> => {
    await agents.close();
    await plans.close();
    await workspaces.close();
    await trap.close();
    store.cleanup();
    if (existsSync(folder.path)) folder.cleanup();
  };
  return {
    agents,
    approvals,
    close,
    commands,
    folder,
    gateway,
    grant,
    notes,
    notifications,
    open,
    plans,
    root,
    run,
    scripted,
    store,
    trap,
    workspaces,
  };
};

export type Rig = Awaited<ReturnType<typeof createRig>>;
