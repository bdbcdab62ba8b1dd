import type { Simulation } from "#core/plans/schema";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { effectWords, kindOf } from "./effect-words.ts";

interface ApproveDialogProps {
  readonly simulation: Simulation;
  readonly onApprove: () => void;
  readonly onClose: () => void;
}

/** Asked once more for what undo may not reach: what leaves this machine, and what nobody can foresee. */
export const ApproveDialog = ({ simulation, onApprove, onClose }: ApproveDialogProps) => {
  const t = useTexts("plans");
  const shared = useTexts("ui");
  const outside = simulation.predictions.flatMap(({ effects }) =>
    effects.filter((effect) => kindOf(effect) === "send" || kindOf(effect) === "command"),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("confirm.title")}
      description={t("confirm.text")}
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button tone="primary" autoFocus onClick={onApprove}>
            {t("confirm.approve")}
          </Button>
        </>
      }
    >
      <ul className="flex list-disc flex-col gap-1.5 pl-5 text-ink-soft">
        {outside.map((effect, position) => (
          <li key={position} className="break-words">
            {effectWords(t, [effect], "will")}
          </li>
        ))}
        {simulation.unpredictable.map(({ step, reason }) => (
          <li key={`${step} ${reason}`} className="break-words">
            {t("confirm.unpredictable", { step, reason })}
          </li>
        ))}
      </ul>
    </Dialog>
  );
};
