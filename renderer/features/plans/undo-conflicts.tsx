import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { changeWords, type Choice, type Choices, type ConflictPlace } from "./undo-choices.ts";

interface UndoConflictsProps {
  readonly places: readonly ConflictPlace[];
  readonly choices: Choices;
  readonly onChoose: (paths: readonly string[], choice: Choice) => void;
}

/** Places that somebody changed since the run: for each, whether theirs stays or what was there comes back. */
export const UndoConflicts = ({ choices, onChoose, places }: UndoConflictsProps) => {
  const t = useTexts("plans");
  const open = places.filter(({ path }) => !choices.has(path)).length;
  const all = (choice: Choice) =>
    onChoose(
      places.flatMap(({ mayForce, path }) => (choice === "skip" || mayForce ? [path] : [])),
      choice,
    );
  return (
    <section aria-label={t("undo.conflicts")} className="rounded-medium bg-warning-soft px-3.5 py-3">
      <p className="font-medium text-warning">{t("undo.conflictTitle", { count: places.length })}</p>
      <p className="mt-0.5 text-note text-ink-soft">{t("undo.conflictText")}</p>
      {places.length > 1 && (
        <p className="mt-2 flex flex-wrap items-center gap-2">
          <Button size="small" onClick={() => all("skip")}>
            {t("undo.keepAll")}
          </Button>
          <Button size="small" onClick={() => all("force")}>
            {t("undo.putBackAll")}
          </Button>
          <span role="status" className="text-small text-ink-faint">
            {open > 0 && t("undo.toDecide", { count: open })}
          </span>
        </p>
      )}
      <ul className="mt-2 divide-y divide-line">
        {places.map(({ expected, found, mayForce, path }) => (
          <li key={path} data-testid="undo-conflict" className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
            <span className="min-w-48 flex-1">
              <span className="block font-mono text-small break-all">{path}</span>
              <span className="block text-small text-ink-soft">
                {changeWords(t, { expected, found })}
                {!mayForce && ` ${t("undo.onlyKeep")}`}
              </span>
            </span>
            <Segmented<Choice | "">
              label={t("undo.choice", { path })}
              value={choices.get(path) ?? ""}
              onChange={(choice) => choice !== "" && onChoose([path], choice)}
              options={[
                { value: "skip", label: t("undo.keep") },
                ...(mayForce ? [{ value: "force", label: t("undo.putBack") } as const] : []),
              ]}
            />
          </li>
        ))}
      </ul>
    </section>
  );
};
