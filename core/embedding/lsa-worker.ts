import { serveWorker, type WorkerContext } from "#core/base";
import { writeLsaFolder } from "./lsa-folder.ts";
import { learnLsaModel } from "./lsa-model.ts";

export interface LearnInput {
  readonly texts: readonly string[];
  /** Does not exist yet. */
  readonly folder: string;
}

/** `learn` blocks its thread: whoever wants to stop it ends the thread. */
serveWorker({
  learn: async ({ texts, folder }: LearnInput, { progress }: WorkerContext): Promise<"written" | "too-little-text"> => {
    const model = learnLsaModel(texts, progress);
    if ("type" in model) return "too-little-text";
    await writeLsaFolder(folder, model);
    return "written";
  },
});
