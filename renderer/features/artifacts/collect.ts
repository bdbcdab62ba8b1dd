import { artifactOf, type ArtifactKind } from "../../ui/artifacts/detect.ts";
import { createFenceReader, type CodeFence } from "../../ui/markdown/code-fences.ts";

/** An answer of the conversation as far as it is written. */
export interface ArtifactAnswer {
  readonly messageId: string;
  readonly text: string;
  readonly streaming: boolean;
}

/** Something an answer made. */
export interface Artifact {
  /** Stable while the answer is there. */
  readonly key: string;
  readonly messageId: string;
  /** Its place among the top-level fences of its answer, from 0. */
  readonly ordinal: number;
  readonly kind: ArtifactKind;
  readonly language: string;
  readonly name: string | null;
  readonly text: string;
  /** More of it may come. */
  readonly growing: boolean;
  /** Counts the artifacts of its name and kind in the conversation, from 1; those without a name are each the first. */
  readonly version: number;
  /** The one before of its name and kind; null for the first. */
  readonly previousKey: string | null;
}

type Found = Omit<Artifact, "version" | "previousKey">;

const foundIn = ({ messageId, streaming }: ArtifactAnswer, fences: readonly CodeFence[]): readonly Found[] =>
  fences.flatMap((fence, ordinal) => {
    const artifact = artifactOf(fence);
    return artifact === null
      ? []
      : { ...artifact, key: `${messageId}:${ordinal}`, messageId, ordinal, text: fence.code, growing: streaming && !fence.closed };
  });

const sameParts = (left: Artifact | undefined, right: Artifact): left is Artifact =>
  left !== undefined && (Object.keys(right) as (keyof Artifact)[]).every((part) => left[part] === right[part]);

/** Reads the artifacts of a conversation again and again at the cost of what changed; one that did not change is the same object as the last time. */
export const createArtifactCollector = () => {
  const readers = new Map<
    string,
    { readonly read: ReturnType<typeof createFenceReader>; answer: ArtifactAnswer; found: readonly Found[] }
  >();
  let last = new Map<string, Artifact>();

  const inAnswer = (answer: ArtifactAnswer): readonly Found[] => {
    const known = readers.get(answer.messageId);
    if (known !== undefined && known.answer.text === answer.text && known.answer.streaming === answer.streaming) return known.found;
    const read = known?.read ?? createFenceReader();
    const found = answer.text.includes("```") || answer.text.includes("~~~") ? foundIn(answer, read(answer.text, answer.streaming)) : [];
    readers.set(answer.messageId, { read, answer, found });
    return found;
  };

  return (answers: readonly ArtifactAnswer[]): readonly Artifact[] => {
    const newest = new Map<string, Artifact>();
    const all = answers.flatMap(inAnswer).map((found): Artifact => {
      const family = found.name === null ? found.key : `${found.kind} ${found.name}`;
      const previous = newest.get(family);
      const artifact = { ...found, version: (previous?.version ?? 0) + 1, previousKey: previous?.key ?? null };
      const old = last.get(found.key);
      const kept = sameParts(old, artifact) ? old : artifact;
      newest.set(family, kept);
      return kept;
    });
    last = new Map(all.map((artifact) => [artifact.key, artifact]));
    return all;
  };
};
