import { Brain, CopyCheck, Eraser, FileClock, UserCheck } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { hrefOf } from "../../ui/route.ts";

/** What this page is for, before there is anything on it. */
export const EmptyMemory = () => {
  const t = useTexts("memory");
  const facts = [
    { icon: UserCheck, text: t("empty.trust") },
    { icon: FileClock, text: t("empty.stale") },
    { icon: CopyCheck, text: t("empty.copies") },
    { icon: Eraser, text: t("empty.forget") },
  ];
  return (
    <div className="grid min-h-0 flex-1 place-items-center overflow-y-auto px-4 py-8 sm:px-6">
      <div className="w-full max-w-120">
        <div className="flex flex-col items-center text-center">
          <span className="mb-5 grid size-13 place-items-center rounded-large bg-accent-soft text-accent">
            <Brain aria-hidden size={24} strokeWidth={1.6} />
          </span>
          <h2 className="text-hero font-semibold">{t("empty.title")}</h2>
          <p className="mt-2 max-w-sm text-ink-soft">{t("empty.text")}</p>
          <Button asChild tone="primary" size="large" className="mt-6">
            <a href={hrefOf({ screen: "library" })}>{t("empty.library")}</a>
          </Button>
        </div>
        <ul className="mt-8 flex flex-col gap-2.5">
          {facts.map(({ icon: Icon, text }) => (
            <li key={text} className="flex items-start gap-3 text-note text-ink-soft">
              <Icon aria-hidden size={15} strokeWidth={1.75} className="mt-0.5 shrink-0 text-ink-faint" />
              {text}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
};
