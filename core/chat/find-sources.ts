import type { Aborted, Result } from "#core/base/schema";
import { ok } from "#core/base/schema";
import type { DocumentId, SearchHit } from "#core/memory/schema";
import type { CitableSource } from "./citations.ts";
import type { LibraryDep } from "./ports.ts";
import type { Message } from "./schema.ts";

/** A question with fewer words than this rarely stands alone ("and for two people?"): the one before it is searched with it. */
const fewWords = 6;

const searchText = (question: string, history: readonly Message[]): string => {
  const previous = history.findLast(({ role }) => role === "user")?.text;
  const words = question.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return (previous === undefined || words >= fewWords ? question : `${question} ${previous}`).slice(0, 4000);
};

/**
 * The passages a question may be answered from, numbered from 1, best first. With attachments, passages of those files come first.
 * Errors: Aborted.
 */
export const findSources = async (
  { library }: LibraryDep,
  question: string,
  options: {
    readonly history: readonly Message[];
    readonly attachments: readonly DocumentId[];
    readonly count: number;
    readonly signal: AbortSignal;
  },
): Promise<Result<readonly CitableSource[], Aborted>> => {
  const query = searchText(question, options.history);
  const paths = options.attachments.map((id) => library.document(id)).flatMap((found) => (found.ok ? [found.value.path] : []));
  const scopes = paths.length === 0 ? [undefined] : [paths, undefined];
  const hits: SearchHit[] = [];
  for (const scope of scopes) {
    if (hits.length >= options.count) break;
    const found = await library.search({ query, k: options.count, ...(scope === undefined ? {} : { paths: scope }) }, options.signal);
    if (!found.ok) return found;
    hits.push(...found.value.hits.filter(({ chunkId }) => hits.every((hit) => hit.chunkId !== chunkId)));
  }
  const sources = hits.slice(0, options.count).flatMap((hit): CitableSource[] => {
    const chunk = library.chunk(hit.chunkId);
    // A document forgotten between search and here is simply no source any more.
    if (!chunk.ok) return [];
    const { chunkId, documentId, path, title, page, heading, isPrivate, trust } = hit;
    const { start: documentOffset, text } = chunk.value;
    return [{ number: 0, chunkId, documentId, path, title, page, heading, text, documentOffset, isPrivate, trust }];
  });
  return ok(sources.map((source, index) => ({ ...source, number: index + 1 })));
};
