import { FolderOpen, ShieldCheck } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { LibraryStatus } from "#core/memory/schema";
import { attempt, filesOfInput, follow, useClient, type BroughtFile } from "../../bridge/index.ts";
import { useTexts } from "../../ui/i18n.ts";
import { exampleQuestions } from "./example-questions.ts";

interface EmptyChatProps {
  readonly composer: ReactNode;
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

/** A conversation before its first question: teaches what to do with an empty library, suggests questions with a full one. */
export const EmptyChat = ({ composer, onExample, onFiles }: EmptyChatProps) => {
  const t = useTexts("chat");
  const titles = useTitles();
  const first = titles !== null && titles.length === 0;
  const examples = titles === null ? [] : exampleQuestions(titles);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex min-h-full max-w-160 flex-col justify-center px-4 pt-6 pb-[10vh] sm:px-6">
        <h1 className="mb-6 text-center text-hero font-semibold text-balance">{t(first ? "empty.titleFirst" : "empty.title")}</h1>
        {composer}
        {first && <FirstSteps onFiles={onFiles} />}
        {examples.length > 0 && (
          <section aria-label={t("empty.examples")} className="mt-5 animate-appear">
            <ul className="divide-y divide-line/70">
              {examples.map(({ key, values }) => (
                <li key={`${key}-${values.title}`}>
                  <button
                    type="button"
                    onClick={() => onExample(t(`empty.example.${key}`, values))}
                    className="w-full truncate rounded-small px-3 py-2.5 text-left text-ink-soft transition-colors duration-100 hover:bg-hover hover:text-ink"
                  >
                    {t(`empty.example.${key}`, values)}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
};
