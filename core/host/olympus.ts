import type { Router } from "@orpc/server";
import { agentsOperations, createAgents, toTaskPlans } from "#core/agents";
import { answerCacheOperations, createAnswerCache } from "#core/answer-cache";
import { createIds, silentLog, systemClock, type Clock, type Log } from "#core/base";
import { ok } from "#core/base/schema";
import { budgetOperations, createBudgets } from "#core/budgets";
import { chatOperations, createChat, createQuotes, foldersOperations, imagesOperations, queueOperations } from "#core/chat";
import type { contract } from "#core/contract";
import { createDocumentReader } from "#core/documents";
import { createHashedEmbedder, learnLsa, openEmbeddingFolder, openLsa } from "#core/embedding";
import { createHub, hubOperations, noHubHttp, type HubHttp, type HubOptions } from "#core/hub";
import { createLocalApi, localApiOperations } from "#core/local-api";
import { createModels, engineOperations, modelsOperations, providersOperations } from "#core/llm";
import { createMemory, libraryOperations, memoryOperations } from "#core/memory";
import { createNotifications, notificationsOperations } from "#core/notifications";
import { approvalsOperations, createPermission, grantsOperations } from "#core/permission";
import { createBubblewrap } from "#core/sandbox";
import { createPrompts, promptsOperations } from "#core/prompts";
import { createRouter, routingOperations } from "#core/router";
import { createPlans, plansOperations, runsOperations } from "#core/plans";
import { createSettings, settingsOperations, type SecretStore } from "#core/settings";
import { openStore } from "#core/store";
import { backupOperations, createSystem, systemOperations } from "#core/system";
import type { SystemInfo } from "#core/system/schema";
import { createTransfer, transferOperations } from "#core/transfer";
import { createLibraryNotes, createTools, hostRulesOf, noHttpClient, unifiedDiff, type HttpClient, type Notifier } from "#core/tools";
import { createBlobs, createWorkspaces, workspacesOperations } from "#core/workspace";
import { createChecks } from "./checks.ts";
import { embedQuestions } from "./embed-questions.ts";
import { migrations } from "./migrations.ts";
import { planFolder, runContents } from "./plan-ports.ts";
import { sweepDaily } from "./sweep-daily.ts";
import { tellWaiting } from "./tell-waiting.ts";
import { keepUndoLimits } from "./undo-limits.ts";

export interface OlympusOptions {
  readonly dataDir: string;
  readonly hostName: SystemInfo["host"];
  readonly version: string;
  readonly secrets: SecretStore;
  /** How tools reach the web; they reach nothing without. */
  readonly http?: HttpClient | undefined;
  /** How models are fetched; none are without. */
  readonly hubHttp?: HubHttp | undefined;
  /** Only tests: a hub on this machine. */
  readonly testHub?: HubOptions["test"];
  /** The host's own way to reach the person; interfaces that watch show what it cannot. */
  readonly notifier?: Notifier | undefined;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** The contract, implemented; by name, because written out it is more than the compiler can keep. */
export interface OlympusRouter extends Router<typeof contract, Record<never, never>> {}

/**
 * Wires every module over one data folder and starts their background work. `router` implements the contract; any transport may carry it.
 * Errors: whatever keeps the store from opening; nothing was changed then.
 */
export const createOlympus = async ({
  clock = systemClock,
  dataDir,
  hostName,
  log = silentLog,
  secrets,
  version,
  ...ways
}: OlympusOptions) => {
  const opened = openStore({ dataDir, migrations, clock, log });
  if (!opened.ok) return opened;
  const store = opened.value;
  const base = { clock, ids: createIds({ clock }), log, secrets, store, settings: createSettings({ store }) };

  const documents = createDocumentReader(base);
  const embedders = { createHashedEmbedder, learnLsa, openEmbeddingFolder, openLsa };
  const memory = createMemory({
    ...base,
    documents,
    embedders,
    quotes: createQuotes(base),
    // Kept answers do not say what they were made from.
    onErased: (sinceMs) => void cache.forgetSince(sinceMs),
  });
  const budgets = createBudgets(base);
  const routes = createRouter(base);
  const cache = createAnswerCache({ ...base, embed: embedQuestions(memory) });
  const models = createModels({ ...base, budgets, cache, router: routes });
  const hub = createHub({ ...base, models, hubHttp: ways.hubHttp ?? noHubHttp }, { test: ways.testHub });
  const chat = createChat({ ...base, answerer: models, library: memory });
  const sandbox = createBubblewrap();
  const system = createSystem({ ...base, hostName, version, checks: createChecks(memory, models, sandbox) });
  const workspaces = createWorkspaces(base);
  const blobs = createBlobs({
    ...base,
    isNeeded: (runId) => plans.isOpen(runId),
    onRelease: (runIds) => plans.noteUndoEnded(runIds),
  });
  const library = createLibraryNotes({ dataDir: store.dataDir, memory });
  const notifications = createNotifications({ ...base, system: ways.notifier ?? null });
  const tools = createTools({
    http: ways.http ?? noHttpClient,
    library,
    notifier: notifications.notifier,
    sandbox,
  });
  const canWrite = (root: string) => workspaces.list().some((workspace) => workspace.root === root && workspace.access === "write");
  const permission = createPermission({ ...base, canWrite, tools });
  const isGranted = (root: string) => workspaces.at(root).ok;
  const acting = { ...base, tools, gateway: permission.gateway, openFolder: planFolder(workspaces), isGranted };
  const plans = createPlans({
    ...acting,
    contents: runContents(blobs),
    hostRules: () => hostRulesOf(base.settings.get().allowedHosts),
    random: Math.random,
  });
  plans.resumeInterrupted();
  const sweeping = sweepDaily({ sweep: blobs.sweep, prune: plans.prune }, { clock, log });
  const limiting = keepUndoLimits({ ...base, blobs });
  const telling = tellWaiting({ notifications, approvals: permission.approvals, plans });
  const agents = createAgents({ ...acting, models, library: memory, plans: toTaskPlans(plans), onPlanWaiting: telling.tellPlan });

  const transfer = createTransfer({ ...base, library: memory, onAdded: chat.tellEverything });
  const localApi = createLocalApi({ ...base, models, embedding: memory });

  const router: OlympusRouter = {
    agents: agentsOperations(agents),
    answerCache: answerCacheOperations(cache),
    approvals: approvalsOperations(permission.approvals),
    backup: backupOperations(base),
    budget: budgetOperations(budgets),
    chat: chatOperations(chat),
    engine: engineOperations(models.local),
    folders: foldersOperations(chat),
    grants: grantsOperations(permission.approvals),
    hub: hubOperations(hub),
    images: imagesOperations(chat),
    library: libraryOperations(memory),
    localApi: localApiOperations(localApi),
    memory: memoryOperations(memory.page, unifiedDiff),
    models: modelsOperations(models),
    notifications: notificationsOperations(notifications),
    plans: plansOperations(plans, tools),
    prompts: promptsOperations(createPrompts(base)),
    providers: providersOperations(models),
    queue: queueOperations(chat),
    routing: routingOperations(routes, models.explain),
    runs: runsOperations(plans),
    settings: settingsOperations(base.settings),
    system: systemOperations(system, base),
    transfer: transferOperations(transfer),
    workspaces: workspacesOperations(workspaces, blobs),
  };

  /** Stops in the order of use: what asks before what answers, the store last. Texts and jobs under way are saved. */
  const close = async (): Promise<void> => {
    localApi.close();
    await transfer.close();
    await chat.close();
    await agents.close();
    await plans.close();
    await hub.close();
    await models.close();
    await cache.close();
    await memory.close();
    await documents.dispose();
    await workspaces.close();
    await telling.stop();
    await limiting.stop();
    await sweeping.stop();
    store.close();
  };

  return ok({ router, info: system.info, localApi, close });
};

export type Olympus = Extract<Awaited<ReturnType<typeof createOlympus>>, { ok: true }>["value"];
