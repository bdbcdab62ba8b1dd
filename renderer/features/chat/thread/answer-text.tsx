import type { Ref } from "react";
import { Markdown } from "../../../ui/markdown/index.tsx";

interface AnswerTextProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly text: string;
  readonly streaming: boolean;
  /** Numbers that lead somewhere; any other [n] stays text. */
  readonly citationNumbers: ReadonlySet<number>;
  readonly onCitation: (number: number) => void;
  /** A block of it is to be shown beside the conversation. */
  readonly onOpenCode: (ordinal: number) => void;
}

export const AnswerText = ({ ref, text, streaming, citationNumbers, onCitation, onOpenCode }: AnswerTextProps) => (
  <div ref={ref} className="text-read wrap-anywhere">
    <Markdown text={text} streaming={streaming} citationNumbers={citationNumbers} onCitation={onCitation} onOpenCode={onOpenCode} />
  </div>
);
