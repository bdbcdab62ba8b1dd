import type { Report } from "#core/plans/schema";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { effectWords } from "./effect-words.ts";

const Line = ({ name, text }: { readonly name: string; readonly text: string }) => (
  <div className="flex gap-3">
    <dt className="w-28 shrink-0 text-ink-faint">{name}</dt>
    <dd className="min-w-0 break-words">{text}</dd>
  </div>
);

/** The headline. A failed run says what of it is left: nothing was done, all was taken back, or steps that keep their effects stay. */
const headline = (report: Report, asForeseen: boolean): string => {
  if (report.outcome === "done" && asForeseen) return "report.asForeseen";
  if (report.outcome === "compensated" && report.done.length > 0) return "report.someStays";
  if (report.outcome === "compensated" && report.undone.length === 0) return "report.nothingDone";
  return `report.outcome.${report.outcome}`;
};

const sentence = (words: string): string => (words === "" ? "" : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`);

/** What became of a run, without gloss: done, undone, and what could not be undone and why. */
export const RunReport = ({ report, asForeseen }: { readonly report: Report; readonly asForeseen: boolean }) => {
  const t = useTexts("plans");
  return (
    <section aria-label={t("report.title")} data-testid="run-report" data-outcome={report.outcome} className="flex flex-col gap-3">
      <p className="text-read font-medium">{t(headline(report, asForeseen))}</p>
      <dl className="flex flex-col gap-1 text-note">
        {report.done.length > 0 && <Line name={t("report.done")} text={sentence(effectWords(t, report.done, "did"))} />}
        {report.undone.length > 0 && <Line name={t("report.undone")} text={t("report.takenBack", { count: report.undone.length })} />}
      </dl>
      {report.couldNotUndo.length > 0 && (
        <Notice tone="danger" title={t("report.couldNotUndo", { count: report.couldNotUndo.length })}>
          <ul className="list-disc pl-4">
            {report.couldNotUndo.map(({ effect, why }, position) => (
              <li key={position}>
                {effectWords(t, [effect], "did")}: {why}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </section>
  );
};
