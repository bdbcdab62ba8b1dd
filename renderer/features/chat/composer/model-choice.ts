import { createStore } from "zustand/vanilla";
import type { ModelInfo } from "#core/llm/schema";
import { attempt, type Client, type ClientError } from "../../../bridge/index.ts";

const storageKey = "olympus-model";

export interface ModelChoiceState {
  readonly models: readonly ModelInfo[];
  /** Who is asked by itself, as the settings say; services that are not in it are asked only by name. */
  readonly order: readonly string[];
  /** Null: the first available one, in the settings' order. */
  readonly chosenId: string | null;
  readonly problem: ClientError | null;
}

/** Who is to answer the next question. The choice is this device's own. */
export const createModelChoice = (client: Client, storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> = localStorage) => {
  const store = createStore<ModelChoiceState>(() => ({ models: [], order: [], chosenId: storage.getItem(storageKey), problem: null }));
  const chosen = (): string | null => {
    const { models, chosenId } = store.getState();
    // A model that was removed meanwhile is not asked for again.
    return models.length === 0 || models.some(({ id }) => id === chosenId) ? chosenId : null;
  };
  return {
    store,
    chosen,
    /** Who is to plan: the chosen one, or the first that can where nobody or the one that only quotes was chosen; null where nobody can. */
    planner: (): string | null => {
      const able = planners(store.getState().models);
      return (able.find(({ id }) => id === chosen()) ?? automaticModel(able))?.id ?? null;
    },
    choose: (chosenId: string | null): void => {
      store.setState({ chosenId });
      if (chosenId === null) storage.removeItem(storageKey);
      else storage.setItem(storageKey, chosenId);
    },
    load: async (): Promise<void> => {
      const [models, settings] = await Promise.all([attempt(client.models.list()), attempt(client.settings.get())]);
      if (settings.ok) store.setState({ order: settings.value.modelOrder });
      store.setState(models.ok ? { models: models.value, problem: null } : { problem: models.error });
    },
  };
};

export type ModelChoice = ReturnType<typeof createModelChoice>;

/** Who answers when nobody is chosen. */
export const automaticModel = (models: readonly ModelInfo[]): ModelInfo | null => models.find(({ available }) => available) ?? null;

/** Quoting is no planning. */
export const planners = (models: readonly ModelInfo[]): ModelInfo[] => models.filter(({ place }) => place !== "extractive");
