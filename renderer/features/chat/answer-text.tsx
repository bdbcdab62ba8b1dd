import { Markdown } from "../../ui/markdown/index.tsx";

interface AnswerTextProps {
  readonly text: string;
  readonly streaming: boolean;
  /** Numbers that lead somewhere; any other [n] stays text. */
  readonly citationNumbers: ReadonlySet<number>;
  readonly onCitation: (number: number) => void;
}

export const AnswerText = ({ text, streaming, citationNumbers, onCitation }: AnswerTextProps) => (
  <div className="text-read wrap-anywhere">
    <Markdown text={text} streaming={streaming} citationNumbers={citationNumbers} onCitation={onCitation} />
  </div>
);
