import type { Aborted, Result } from "#core/base/schema";
import type { AnswerEvent, AnswerOptions } from "#core/llm";
import type { GenerateRequest, ImagePart, ModelInfo } from "#core/llm/schema";
import type { Document, DocumentId, MemoryError, SearchAnswer, SearchQueryInput } from "#core/memory/schema";
import type { ChatImageId } from "./schema.ts";

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

/** Who answers a chat: the part of the models it needs. The request is made for the model that gets it, so that it fits. */
export interface Answerer {
  readonly answer: (request: (info: ModelInfo) => GenerateRequest, options: AnswerOptions) => AsyncIterable<AnswerEvent>;
}

export interface AnswererDep {
  readonly answerer: Answerer;
}

/** Bytes of the pictures in questions; null for one that is gone. */
export interface PicturesDep {
  readonly pictureOf: (id: ChatImageId) => ImagePart | null;
}
