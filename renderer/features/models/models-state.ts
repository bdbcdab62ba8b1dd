import { createStore } from "zustand/vanilla";
import type { Download, FetchedModel, Fit, Hardware, HubModel } from "#core/hub/schema";
import type { ModelInfo } from "#core/llm/schema";
import { attempt, consume, follow, type Client, type ClientError } from "../../bridge/index.ts";
import { finishedSince } from "./downloads.ts";

export type EngineState = Awaited<ReturnType<Client["engine"]["state"]>>;

/** A model of the catalogue, or of an address, and how its variants fit. */
export interface FittedModel {
  readonly model: HubModel;
  readonly fits: readonly { readonly variantId: string; readonly fit: Fit }[];
  readonly recommended: string | null;
}

/** A measurement under way. */
interface Measuring {
  readonly share: number;
  readonly note: string;
}

export interface ModelsState {
  /** Null until they were read. */
  readonly models: readonly ModelInfo[] | null;
  readonly order: readonly string[];
  readonly engine: EngineState | null;
  /** Newest first. */
  readonly downloads: readonly Download[];
  /** What Olympus fetched itself and may delete. */
  readonly fetched: readonly FetchedModel[];
  readonly catalogue: readonly FittedModel[] | null;
  readonly hardware: Hardware | null;
  /** By model id. */
  readonly measuring: Readonly<Record<string, Measuring>>;
  readonly probing: readonly string[];
  readonly problem: ClientError | null;
}

const initial: ModelsState = {
  models: null,
  order: [],
  engine: null,
  downloads: [],
  fetched: [],
  catalogue: null,
  hardware: null,
  measuring: {},
  probing: [],
  problem: null,
};

/** The engine tells nothing by itself: how often it is asked, and while a model is being loaded. */
const lookEveryMs = 2500;
const lookWhileLoadingMs = 400;
const looksPerReload = 3;

const pause = (delayMs: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, delayMs);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** What the window knows and does about models. Lives as long as the window: leaving the page loses no measurement. */
export const createModels = (client: Client) => {
  const store = createStore<ModelsState>(() => initial);
  const set = store.setState;

  const reload = async (): Promise<void> => {
    const [models, fetched] = await Promise.all([attempt(client.models.list()), attempt(client.hub.fetched())]);
    if (fetched.ok) set({ fetched: fetched.value });
    set(models.ok ? { models: models.value, problem: null } : { problem: models.error });
  };
  const readCatalogue = async (): Promise<void> => {
    const [catalogue, hardware] = await Promise.all([attempt(client.hub.catalogue()), attempt(client.hub.hardware())]);
    set({
      ...(catalogue.ok ? { catalogue: catalogue.value } : { problem: catalogue.error }),
      ...(hardware.ok ? { hardware: hardware.value } : {}),
    });
  };
  const look = async (): Promise<void> => {
    const engine = await attempt(client.engine.state());
    if (engine.ok) set({ engine: engine.value });
  };
  const keepLooking = async (signal: AbortSignal): Promise<void> => {
    for (let turn = 1; !signal.aborted; turn += 1) {
      await look();
      // Somebody else may have added or removed one: another window, the command line.
      if (turn % looksPerReload === 0) await reload();
      await pause(store.getState().engine?.loadingModelId ? lookWhileLoadingMs : lookEveryMs, signal);
    }
  };
  const takeDownloads = (downloads: readonly Download[]): void => {
    const before = store.getState().downloads;
    set({ downloads });
    if (finishedSince(before, downloads)) void reload();
  };

  return {
    store,
    /** Keeps the state true until the signal aborts. */
    follow: async (signal: AbortSignal): Promise<void> => {
      await Promise.all([
        follow(
          (stop) => client.settings.watch(undefined, { signal: stop }),
          ({ modelOrder }) => {
            set({ order: modelOrder });
            void reload();
          },
          signal,
        ),
        follow((stop) => client.hub.watch(undefined, { signal: stop }), takeDownloads, signal),
        readCatalogue(),
        keepLooking(signal),
      ]);
    },
    reload,
    readCatalogue,
    reorder: async (order: readonly string[]): Promise<ClientError | null> => {
      const before = store.getState().order;
      set({ order });
      const updated = await attempt(client.settings.update({ modelOrder: [...order] }));
      if (!updated.ok) set({ order: before });
      return updated.ok ? null : updated.error;
    },
    load: async (modelId: string): Promise<ClientError | null> => {
      const engine = store.getState().engine;
      if (engine !== null) set({ engine: { ...engine, loadingModelId: modelId, loadProgress: 0 } });
      const outcome = await consume(client.engine.load({ modelId }), ({ progress }) =>
        set(({ engine: now }) => (now === null ? {} : { engine: { ...now, loadingModelId: modelId, loadProgress: progress } })),
      );
      await look();
      return outcome.ok ? null : outcome.error;
    },
    unload: async (): Promise<ClientError | null> => {
      const outcome = await attempt(client.engine.unload());
      await look();
      return outcome.ok ? null : outcome.error;
    },
    forgive: async (modelId: string): Promise<ClientError | null> => {
      const outcome = await attempt(client.engine.forgive({ modelId }));
      await Promise.all([look(), reload()]);
      return outcome.ok ? null : outcome.error;
    },
    measure: async (modelId: string): Promise<ClientError | null> => {
      const tell = (measuring: Measuring | null) =>
        set(({ measuring: { [modelId]: _before, ...rest } }) => ({
          measuring: measuring === null ? rest : { ...rest, [modelId]: measuring },
        }));
      tell({ share: 0, note: "" });
      const outcome = await consume(client.engine.bench({ modelId }), (event) => {
        if (event.type === "bench-progress") tell({ share: event.share, note: event.note });
      });
      tell(null);
      await Promise.all([look(), reload()]);
      return outcome.ok ? null : outcome.error;
    },
    probe: async (modelId: string): Promise<ClientError | null> => {
      set(({ probing }) => ({ probing: [...probing, modelId] }));
      const outcome = await attempt(client.engine.probe({ modelId }));
      set(({ probing }) => ({ probing: probing.filter((id) => id !== modelId) }));
      await reload();
      return outcome.ok ? null : outcome.error;
    },
  };
};

export type Models = ReturnType<typeof createModels>;
