import { Markdown } from "../../ui/markdown/index.tsx";

interface AnswerTextProps {
  readonly text: string;
  readonly streaming: boolean;
  /** Numbers that lead somewhere; any other [n] stays text. */
  readonly citationNumbers: ReadonlySet<number>;
  readonly onCitation: (number: number) => void;
  /** A block of it is to be shown beside the conversation. */
  readonly onOpenCode: (ordinal: number) => void;
}

export const AnswerText = ({ text, streaming, citationNumbers, onCitation, onOpenCode }: AnswerTextProps) => (
  <div className="text-read wrap-anywhere">
    <Markdown text={text} streaming={streaming} citationNumbers={citationNumbers} onCitation={onCitation} onOpenCode={onOpenCode} />
  </div>
);
