import { err, type Result } from "#core/base";
import { chooseSlot, conversationLeft, type LoadedModel } from "./llama-load.ts";
import type { EngineError, EngineRecords, LoadedConversation } from "./llama-port.ts";
import type { Resident } from "./llama-resident.ts";

/** Conversations that are in one batch at the same time, each in a place of its own. */
export const createLlamaTurns = ({ records, watched }: Pick<Resident, "watched"> & { readonly records: EngineRecords }) => {
  const turns = new Set<{ shared: boolean }>();
  let uses = 0;

  /** Works in the place that knows most of the conversation, or in the one that was left alone the longest. Waits until its own last turn has left. */
  return async <T>(
    model: LoadedModel,
    conversationKey: string | undefined,
    signal: AbortSignal,
    work: (loaded: LoadedConversation) => Promise<Result<T, EngineError>>,
  ): Promise<Result<T, EngineError>> => {
    await conversationLeft(model.slots, conversationKey);
    const slot = chooseSlot(model.slots, conversationKey);
    if (slot === undefined) return err({ type: "ModelEngineFailed", reason: "no place for a conversation" });
    slot.key = conversationKey;
    slot.usedAt = uses += 1;
    const { promise: left, resolve: onLeft } = Promise.withResolvers<void>();
    slot.holder = { signal, left };
    const turn = { shared: false };
    turns.add(turn);
    if (turns.size > 1) for (const other of turns) other.shared = true;
    const leave = records.enterNative(model.path, "answering");
    const { chat, sequence } = slot;
    const { gathering, llama, threads } = model;
    try {
      return await watched(model.path, model.sizeBytes, model.abandoned.signal, async ({ alive }) => {
        const stop = gathering.onBatch(alive);
        try {
          return await work({ llama, model: model.model, sequence, chat, threads, writing: gathering.writing, alone: () => !turn.shared });
        } finally {
          stop();
        }
      });
    } finally {
      leave();
      turns.delete(turn);
      slot.holder = undefined;
      onLeft();
    }
  };
};
