import { createStore } from "zustand/vanilla";
import type { Prompt, PromptDraft, PromptId } from "#core/prompts/schema";
import type { Result } from "#core/base/schema";
import { attempt, type Client, type ClientError } from "../../bridge/index.ts";

export interface PromptsState {
  /** Null: not read yet. */
  readonly prompts: readonly Prompt[] | null;
  readonly problem: ClientError | null;
}

/** The kept prompts, as they are on the host after every change of ours. */
export const createPromptsState = (client: Client) => {
  const store = createStore<PromptsState>(() => ({ prompts: null, problem: null }));

  const reload = async (signal?: AbortSignal): Promise<void> => {
    const listed = await attempt(client.prompts.list(undefined, signal === undefined ? {} : { signal }), signal);
    if (signal?.aborted) return;
    store.setState(listed.ok ? { prompts: listed.value, problem: null } : { problem: listed.error });
  };

  const changed = async (change: Promise<Prompt>): Promise<Result<Prompt, ClientError>> => {
    const outcome = await attempt(change);
    await reload();
    return outcome;
  };

  return {
    store,
    reload,
    create: (draft: PromptDraft) => changed(client.prompts.create(draft)),
    update: (promptId: PromptId, draft: PromptDraft) => changed(client.prompts.update({ ...draft, promptId })),
    remove: (promptId: PromptId) => changed(client.prompts.remove({ promptId })),
    /** Counts it; that it could not be counted is nobody's trouble. */
    used: (promptId: PromptId) => void changed(client.prompts.used({ promptId })),
  };
};

export type Prompts = ReturnType<typeof createPromptsState>;

export const draftOf = ({ keyword, text, title }: PromptDraft): PromptDraft => ({ keyword, text, title });
