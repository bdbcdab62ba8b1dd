import { useState } from "react";
import { attempt, useClient } from "../../../bridge/index.ts";
import { AmountDialog } from "../../../ui/amount-dialog.tsx";
import { Button } from "../../../ui/button.tsx";
import { errorText } from "../../../ui/error-text.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { formatAmount } from "../../../ui/model-error-values.ts";
import { typedAmount } from "../../../ui/money.ts";
import { Notice } from "../../../ui/notice.tsx";
import { hrefOf } from "../../../ui/route.ts";
import type { Obstacle } from "./obstacle.ts";

/** What is proposed for a month where nothing was given: 5 USD. */
const proposedMicroUsd = 5_000_000;

interface RemedyProps {
  readonly obstacle: Obstacle;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks for more: of the allowance that was reached, or a first one for this model. */
const Remedy = ({ obstacle, onDone, onClose }: RemedyProps) => {
  const t = useTexts("chat");
  const client = useClient();
  const done = <Outcome extends { readonly ok: boolean }>(outcome: Outcome): Outcome => {
    if (outcome.ok) onDone();
    return outcome;
  };
  switch (obstacle.type) {
    case "BudgetReached":
      return (
        <AmountDialog
          title={t("budget.raiseTitle")}
          description={t("budget.raiseText", { amount: formatAmount(obstacle.measure, obstacle.amount) })}
          label={t("budget.by")}
          action={t("budget.raiseAndAsk")}
          measure={obstacle.measure}
          initial={typedAmount(obstacle.measure, Math.max(obstacle.amount, obstacle.needed))}
          onAmount={async (by) => done(await attempt(client.budget.extend({ allowanceId: obstacle.allowanceId, by })))}
          onClose={onClose}
        />
      );
    case "BudgetMissing":
      return (
        <AmountDialog
          title={t("budget.giveTitle")}
          description={t("budget.giveText")}
          label={t("budget.aMonth")}
          action={t("budget.giveAndAsk")}
          measure="money"
          initial={typedAmount("money", proposedMicroUsd)}
          onAmount={async (amount) =>
            done(await attempt(client.budget.set({ scope: "provider-month", subject: obstacle.modelId, measure: "money", amount })))
          }
          onClose={onClose}
        />
      );
    case "PriceUnknown":
      return null;
  }
};

interface BudgetNoticeProps {
  readonly obstacle: Obstacle;
  /** Nobody answered at all. */
  readonly failed: boolean;
  /** Asks once more, now that the way is free. */
  readonly onAgain: () => void;
}

/** A paid model did not answer for want of money: says so, and lets one give more in place. */
export const BudgetNotice = ({ obstacle, failed, onAgain }: BudgetNoticeProps) => {
  const t = useTexts("chat");
  const [asking, setAsking] = useState(false);
  const { title, text } = errorText(obstacle);
  return (
    <div data-testid="budget-notice" className="mt-3">
      <Notice
        tone={failed ? "danger" : "warning"}
        title={title}
        action={
          obstacle.type === "PriceUnknown" ? (
            <Button asChild size="small">
              <a href={hrefOf({ screen: "settings", section: "models" })}>{t("budget.setPrice")}</a>
            </Button>
          ) : (
            <Button size="small" onClick={() => setAsking(true)}>
              {t(obstacle.type === "BudgetReached" ? "budget.raise" : "budget.give")}
            </Button>
          )
        }
      >
        {text}
      </Notice>
      {asking && <Remedy obstacle={obstacle} onDone={onAgain} onClose={() => setAsking(false)} />}
    </div>
  );
};
