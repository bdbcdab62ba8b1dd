import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { StepRow } from "./step-row.tsx";
import type { StepView } from "./step-views.ts";

/** Steps that must be seen whatever else is left out: those under way and those that went wrong. */
const stands = ({ run }: StepView): boolean => run?.state === "running" || run?.state === "failed";

interface StepListProps {
  readonly views: readonly StepView[];
  /** Longer lists are shown in part first; nobody reads two thousand steps at once. */
  readonly firstCount: number;
}

export const StepList = ({ views, firstCount }: StepListProps) => {
  const t = useTexts("plans");
  const [shownCount, setShownCount] = useState(firstCount);
  const shown = views.map((view, position) => ({ view, position })).filter(({ view, position }) => position < shownCount || stands(view));
  return (
    <>
      <ol aria-label={t("steps.label")} className="divide-y divide-line/60">
        {shown.map(({ view, position }) => (
          <StepRow key={view.name} view={view} position={position} />
        ))}
      </ol>
      {views.length > shownCount && (
        <Button size="small" tone="quiet" onClick={() => setShownCount(shownCount + 200)}>
          {t("steps.more", { count: views.length - shownCount, shown: formatNumber(views.length - shownCount) })}
        </Button>
      )}
    </>
  );
};
