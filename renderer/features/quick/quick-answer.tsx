import { EyeOff } from "lucide-react";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Markdown } from "../../ui/markdown/index.tsx";
import type { QuickTurn } from "./quick.ts";

const noCitations: ReadonlySet<number> = new Set();
/** More titles than this say less. */
const mostNames = 3;

const sourceNames = ({ answer }: QuickTurn): readonly string[] => [...new Set(answer?.citations.map(({ title }) => title) ?? [])];

interface QuickAnswerProps {
  readonly turn: QuickTurn;
  readonly busy: boolean;
  /** Goes on with the conversation in the main window. */
  readonly onContinue: () => void;
}

/** Nobody is chosen here, and those who are asked only by name are not asked: in the main window they can be. */
const Unseen = ({ onContinue }: { readonly onContinue: () => void }) => {
  const t = useTexts("quick");
  return (
    <div role="alert" className="mt-2 flex items-start gap-2 rounded-medium bg-warning-soft px-3 py-2 text-note text-warning">
      <EyeOff aria-hidden size={15} className="mt-0.5 shrink-0" />
      <p className="min-w-0 flex-1">{t("unseen")}</p>
      <button type="button" onClick={onContinue} className="min-h-6 shrink-0 font-medium underline underline-offset-2">
        {t("unseenContinue")}
      </button>
    </div>
  );
};

/** The answer as it comes. Sources are named here and opened in the main window. */
export const QuickAnswer = ({ turn, busy, onContinue }: QuickAnswerProps) => {
  const t = useTexts("quick");
  const names = sourceNames(turn);
  const error = turn.answer?.error ?? null;
  return (
    <article aria-label={t("answer")} aria-busy={busy} className="min-h-0 flex-1 overflow-y-auto border-t border-line/60 px-5 py-3">
      <p className="mb-2 truncate text-small text-ink-faint">
        {t("question")}: {turn.question}
      </p>
      {turn.answer?.answeredBy?.place === "extractive" && <p className="mb-1 text-small font-medium text-accent">{t("extractive")}</p>}
      {turn.text === "" && busy ? (
        <p role="status" className="flex items-center gap-2 text-ink-faint">
          <span aria-hidden className="size-2 animate-breathe rounded-full bg-accent" />
          {t("searching")}
        </p>
      ) : (
        <div className="text-base wrap-anywhere">
          <Markdown text={turn.text} streaming={busy} citationNumbers={noCitations} />
        </div>
      )}
      {error !== null &&
        (error.type === "PictureUnseen" ? (
          <Unseen onContinue={onContinue} />
        ) : (
          <p className="mt-2 text-note text-danger">{errorText(error).title}</p>
        ))}
      {names.length > 0 && (
        <p className="mt-2 truncate text-small text-ink-faint">
          {t("sources", { count: names.length, names: names.slice(0, mostNames).join(", ") })}
        </p>
      )}
    </article>
  );
};
