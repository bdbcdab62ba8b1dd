import { Eye, FileJson, Plus, ShieldCheck, Undo2 } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { examplePlans, type ExamplePlan } from "./examples.ts";

interface EmptyTasksProps {
  readonly onStart: () => void;
  readonly onImport: () => void;
  readonly onExample: (example: ExamplePlan) => void;
}

/** What acting safely means, and plans to try it on. */
export const EmptyTasks = ({ onStart, onImport, onExample }: EmptyTasksProps) => {
  const t = useTexts("plans");
  const facts = [
    { icon: Eye, title: t("empty.look"), text: t("empty.lookText") },
    { icon: ShieldCheck, title: t("empty.approve"), text: t("empty.approveText") },
    { icon: Undo2, title: t("empty.undo"), text: t("empty.undoText") },
  ];
  return (
    <div className="mx-auto flex min-h-full max-w-160 flex-col justify-center px-4 py-8 sm:px-6">
      <h2 className="text-center text-hero font-semibold text-balance">{t("empty.title")}</h2>
      <ol className="mt-6 grid gap-4 sm:grid-cols-3">
        {facts.map(({ icon: Icon, title, text }) => (
          <li key={title}>
            <Icon aria-hidden size={18} strokeWidth={1.75} className="text-accent" />
            <p className="mt-2 font-medium">{title}</p>
            <p className="mt-0.5 text-note text-ink-soft">{text}</p>
          </li>
        ))}
      </ol>
      <div className="mt-7 flex flex-wrap justify-center gap-2">
        <Button tone="primary" size="large" onClick={onStart}>
          <Plus aria-hidden size={16} />
          {t("newTask")}
        </Button>
        <Button size="large" onClick={onImport}>
          <FileJson aria-hidden size={16} />
          {t("import.open")}
        </Button>
      </div>
      {examplePlans.length > 0 && (
        <section aria-label={t("empty.examples")} className="mt-7">
          <h3 className="px-3 text-small font-medium text-ink-faint">{t("empty.examples")}</h3>
          <ul className="mt-1 divide-y divide-line/70">
            {examplePlans.map((example) => (
              <li key={example.fileName}>
                <button
                  type="button"
                  onClick={() => onExample(example)}
                  className="flex w-full items-baseline gap-3 rounded-small px-3 py-2.5 text-left transition-colors duration-100 hover:bg-hover"
                >
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">{example.title}</span>
                    {example.goal !== "" && <span className="block truncate text-note text-ink-soft">{example.goal}</span>}
                  </span>
                  <span className="shrink-0 text-small text-ink-faint">{t("timeline.steps", { count: example.stepCount })}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
};
