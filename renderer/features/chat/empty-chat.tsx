import { FolderOpen, ShieldCheck } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { LibraryStatus } from "#core/memory/schema";
import { attempt, filesOfInput, follow, useClient, type BroughtFile } from "../../bridge/index.ts";
import { useTexts } from "../../ui/i18n.ts";
import { exampleQuestions } from "./example-questions.ts";

interface EmptyChatProps {
  readonly composer: ReactNode;
  readonly guide: ReactNode;
  /** Something is to be done rather than asked. */
  readonly act: boolean;
  /** A goal to be made one's own before it is sent. */
  readonly onGoal: (text: string) => void;
  readonly onExample: (text: string) => void;
  readonly onFiles: (files: readonly BroughtFile[]) => void;
}

/** Titles of the newest documents, as the library grows; null until they are known, so that nothing flickers. */
const useTitles = (): readonly string[] | null => {
  const client = useClient();
  const [titles, setTitles] = useState<readonly string[] | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    let seenCount = -1;
    const read = async () => {
      const page = await attempt(client.library.documents({ limit: 8 }));
      if (page.ok && !controller.signal.aborted) setTitles(page.value.documents.map(({ title }) => title));
    };
    const onStatus = ({ documentCount }: LibraryStatus) => {
      if (documentCount === seenCount) return;
      seenCount = documentCount;
      void read();
    };
    void follow((signal) => client.library.watch(undefined, { signal }), onStatus, controller.signal);
    return () => controller.abort();
  }, [client]);
  return titles;
};

const FirstSteps = ({ onFiles }: Pick<EmptyChatProps, "onFiles">) => {
  const t = useTexts("chat");
  const folder = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        onClick={() => folder.current?.click()}
        className="group mt-5 flex w-full items-center gap-4 rounded-large border border-dashed border-line-strong px-5 py-5 text-left transition-colors duration-100 hover:border-accent hover:bg-accent-soft/50"
      >
        <span className="grid size-11 shrink-0 place-items-center rounded-large bg-accent-soft text-accent">
          <FolderOpen aria-hidden size={20} strokeWidth={1.75} />
        </span>
        <span className="min-w-0">
          <span className="block font-medium">{t("empty.dropHere")}</span>
          <span className="mt-0.5 block text-note text-ink-soft">{t("empty.textFirst")}</span>
        </span>
      </button>
      <p className="mt-3 flex items-center justify-center gap-1.5 text-small text-ink-faint">
        <ShieldCheck aria-hidden size={14} />
        {t("empty.local")}
      </p>
      <input
        ref={folder}
        type="file"
        hidden
        {...{ webkitdirectory: "" }}
        onChange={(event) => event.target.files !== null && event.target.files.length > 0 && onFiles(filesOfInput(event.target.files))}
      />
    </>
  );
};

interface SuggestionsProps {
  readonly label: string;
  readonly texts: readonly string[];
  readonly onChoose: (text: string) => void;
}

const Suggestions = ({ label, texts, onChoose }: SuggestionsProps) => (
  <section aria-label={label} className="mt-5 animate-appear">
    <ul className="divide-y divide-line/70">
      {texts.map((text) => (
        <li key={text}>
          <button
            type="button"
            onClick={() => onChoose(text)}
            className="w-full truncate rounded-small px-3 py-2.5 text-left text-ink-soft transition-colors duration-100 hover:bg-hover hover:text-ink"
          >
            {text}
          </button>
        </li>
      ))}
    </ul>
  </section>
);

/** A conversation before its first words: teaches what to do with an empty library, suggests questions with a full one, or goals where something is to be done. */
export const EmptyChat = ({ act, composer, guide, onExample, onFiles, onGoal }: EmptyChatProps) => {
  const t = useTexts("chat");
  const titles = useTitles();
  const first = titles !== null && titles.length === 0;
  const examples = titles === null ? [] : exampleQuestions(titles);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex min-h-full max-w-160 flex-col justify-center px-4 pt-6 pb-[10vh] sm:px-6">
        <h1 className="mb-6 text-center text-hero font-semibold text-balance">
          {t(act ? "empty.titleDo" : first ? "empty.titleFirst" : "empty.title")}
        </h1>
        {composer}
        {!act && guide}
        {act && (
          <Suggestions
            label={t("empty.goals")}
            texts={[t("empty.goal.sort"), t("empty.goal.rename"), t("empty.goal.collect")]}
            onChoose={onGoal}
          />
        )}
        {!act && first && <FirstSteps onFiles={onFiles} />}
        {!act && examples.length > 0 && (
          <Suggestions
            label={t("empty.examples")}
            texts={examples.map(({ key, values }) => t(`empty.example.${key}`, values))}
            onChoose={onExample}
          />
        )}
      </div>
    </div>
  );
};
