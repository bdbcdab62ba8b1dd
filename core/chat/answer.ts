import type { ClockDep } from "#core/base";
import type { Aborted } from "#core/base/schema";
import type { AnswerAccount, ModelError, Usage } from "#core/llm/schema";
import type { DocumentId } from "#core/memory/schema";
import { bindCitations, type CitableSource } from "./citations.ts";
import { assembleRequest, picturesFor } from "./context.ts";
import { findSources } from "./find-sources.ts";
import type { AnswererDep, LibraryDep, PicturesDep } from "./ports.ts";
import type { AnsweredBy, ChatImage, Citation, Message } from "./schema.ts";

export interface Question {
  readonly text: string;
  readonly images: readonly ChatImage[];
  readonly history: readonly Message[];
  readonly attachments: readonly DocumentId[];
  readonly passageCount: number;
  readonly modelId: string | null;
  readonly conversationKey: string;
  /** The question or anything above it in the branch is private. */
  readonly isPrivate: boolean;
  readonly cache: "use" | "bypass";
}

export interface FinishedAnswer {
  readonly text: string;
  readonly state: "complete" | "stopped" | "failed";
  readonly error: ModelError | Aborted | null;
  readonly citations: Citation[];
  readonly answeredBy: AnsweredBy | null;
  readonly usage: Usage | null;
  readonly durationMs: number;
}

export type AnswerProgress =
  | { readonly type: "sources"; readonly sources: readonly CitableSource[]; readonly isPrivate: boolean }
  | { readonly type: "fallback"; readonly modelId: string; readonly error: ModelError | Aborted }
  | { readonly type: "delta"; readonly text: string }
  | { readonly type: "end"; readonly answer: FinishedAnswer };

/** Finds passages, asks a model, binds its citations. Ends in exactly one `end`, whatever happens; what was streamed is kept in it. */
export async function* answerQuestion(
  deps: AnswererDep & ClockDep & LibraryDep & PicturesDep,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<AnswerProgress, void, void> {
  const startedAtMs = deps.clock.nowMs();
  let text = "";
  let sources: readonly CitableSource[] = [];
  let answeredBy: AnsweredBy | null = null;
  let account: AnswerAccount | null = null;

  const end = (error: ModelError | Aborted | null, usage: Usage | null): AnswerProgress => ({
    type: "end",
    answer: {
      text,
      state: error === null ? "complete" : error.type === "Aborted" ? "stopped" : "failed",
      error,
      citations: [...bindCitations(text, sources)],
      answeredBy: answeredBy === null ? null : { ...answeredBy, account },
      usage,
      durationMs: deps.clock.nowMs() - startedAtMs,
    },
  });

  const found = await findSources(deps, question.text, { ...question, count: question.passageCount, signal });
  if (!found.ok) return yield end(found.error, null);
  sources = found.value;
  const isPrivate = question.isPrivate || sources.some((source) => source.isPrivate);
  yield { type: "sources", sources, isPrivate };

  const pictures = picturesFor(question, deps);
  const { conversationKey, history, images } = question;
  const context = { question: question.text, images, pictures, history, sources, conversationKey };
  const options = {
    modelId: question.modelId,
    signal,
    purpose: "chat",
    about: { conversationId: conversationKey },
    privacy: isPrivate ? ("private" as const) : ("open" as const),
    // What was said of a picture is not what would be said of another with the same words around it.
    cache: pictures.size > 0 ? undefined : question.cache,
    text: question.text,
  };
  for await (const event of deps.answerer.answer((info) => assembleRequest(context, info), options)) {
    switch (event.type) {
      case "model-chosen":
        answeredBy = {
          modelId: event.info.id,
          modelName: event.info.name,
          place: event.info.place,
          why: event.why,
          tried: [...event.tried],
          account: null,
        };
        break;
      case "model-account":
        ({ account } = event);
        break;
      case "model-fallback":
        yield { type: "fallback", modelId: event.modelId, error: event.error };
        break;
      case "model-delta":
        text += event.text;
        yield { type: "delta", text: event.text };
        break;
      case "model-tool-call":
        // A chat offers no tools; a model that calls one anyway is not obeyed.
        break;
      case "model-end":
        return yield end(null, event.usage);
      case "model-error":
        return yield end(event.error, event.usage);
    }
  }
}
