import { createContext, use, useEffect } from "react";
import { useStore } from "zustand";
import { useBridge, type Bridge, type ClientError } from "../../bridge/index.ts";
import { errorText } from "../../ui/error-text.ts";
import { showToast } from "../../ui/toast-store.ts";
import { createModels, type Models, type ModelsState } from "./models-state.ts";

/** One for each line to a host. */
const known = new WeakMap<Bridge, Models>();

const modelsOf = (bridge: Bridge): Models => {
  const models = known.get(bridge) ?? createModels(bridge.client);
  known.set(bridge, models);
  return models;
};

/** The window's models, kept true while the calling screen is shown. */
export const useFollowedModels = (): Models => {
  const models = modelsOf(useBridge());
  useEffect(() => {
    const controller = new AbortController();
    void models.follow(controller.signal);
    return () => controller.abort();
  }, [models]);
  return models;
};

export const ModelsContext = createContext<Models | null>(null);

export const useModels = (): Models => {
  const models = use(ModelsContext);
  if (models === null) throw new Error("useModels is called outside the models' screens");
  return models;
};

export const useModelsState = <T>(select: (state: ModelsState) => T): T => useStore(useModels().store, select);

/** Says in a corner what stood in the way, if anything did. */
export const tellProblem = (problem: ClientError | null): void => {
  if (problem !== null && problem.type !== "Aborted") showToast({ tone: "danger", ...errorText(problem) });
};
