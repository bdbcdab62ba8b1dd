import type { z } from "zod";
import type { Aborted, Result } from "#core/base/schema";
import type { GenerateRequest, ModelError, ModelEvent, modelInfoSchema } from "#core/llm/schema";
import type { Document, DocumentId, MemoryError, SearchAnswer, SearchQueryInput } from "#core/memory/schema";

type ModelInfo = z.infer<typeof modelInfoSchema>;

/** Where a chat finds what it may quote: the part of the memory it needs. */
export interface Library {
  readonly search: (query: SearchQueryInput, signal?: AbortSignal) => Promise<Result<SearchAnswer, Aborted>>;
  /** Where a chunk's text begins in its document. */
  readonly chunk: (chunkId: number) => Result<{ readonly start: number; readonly text: string }, MemoryError>;
  readonly document: (documentId: DocumentId) => Result<Document, MemoryError>;
}

export interface LibraryDep {
  readonly library: Library;
}

export type AnswerEvent =
  | ModelEvent
  | {
      readonly type: "model-chosen";
      readonly info: ModelInfo;
      readonly why: string;
      readonly tried: readonly { readonly modelId: string; readonly error: ModelError | Aborted }[];
    }
  | { readonly type: "model-fallback"; readonly modelId: string; readonly error: ModelError | Aborted };

/** Who answers a chat: the part of the models it needs. The request is made for the model that gets it, so that it fits. */
export interface Answerer {
  readonly answer: (
    request: (info: ModelInfo) => GenerateRequest,
    options: { readonly modelId: string | null; readonly signal: AbortSignal },
  ) => AsyncIterable<AnswerEvent>;
}

export interface AnswererDep {
  readonly answerer: Answerer;
}
