import { useState } from "react";
import { attempt, useClient } from "../../bridge/index.ts";
import { AmountDialog } from "../../ui/amount-dialog.tsx";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatMoney } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { formatAmount } from "../../ui/model-error-values.ts";
import { typedAmount } from "../../ui/money.ts";
import { Notice } from "../../ui/notice.tsx";
import { hrefOf } from "../../ui/route.ts";
import { showToast } from "../../ui/toast-store.ts";
import { remedyOf, type Obstacle, type Remedy } from "./obstacle.ts";

/** What is proposed for a month where nothing was given: 5 USD. */
const proposedMicroUsd = 5_000_000;

interface BudgetNoticeProps {
  readonly obstacle: Obstacle;
  /** Nothing answered at all. */
  readonly failed: boolean;
  /** Asks once more, now that the way is free. */
  readonly onAgain: () => void;
}

const useWords = (obstacle: Obstacle) => {
  const t = useTexts("chat");
  if (obstacle.type === "refused") return errorText(obstacle.error);
  const { modelName, reason, worstCostMicroUsd } = obstacle.step;
  if (reason === "no-price") return { title: t("budget.noPrice", { name: modelName }), text: t("budget.noPriceText") };
  return {
    title: t("budget.leftOut", { name: modelName }),
    text: t("budget.leftOutText", { needed: formatMoney(worstCostMicroUsd ?? 0) }),
  };
};

/** A paid model did not answer for want of money: says so, and lets one give more in place. */
export const BudgetNotice = ({ obstacle, failed, onAgain }: BudgetNoticeProps) => {
  const t = useTexts("chat");
  const client = useClient();
  const words = useWords(obstacle);
  const [remedy, setRemedy] = useState<Remedy | null>(null);
  const [busy, setBusy] = useState(false);
  const isPrice = obstacle.type === "refused" ? obstacle.error.type === "PriceUnknown" : obstacle.step.reason === "no-price";

  const open = async () => {
    setBusy(true);
    const status = await attempt(client.budget.status());
    setBusy(false);
    if (!status.ok) return showToast({ tone: "danger", ...errorText(status.error) });
    setRemedy(remedyOf(obstacle, status.value));
  };
  const again = <T extends { readonly ok: boolean }>(outcome: T): T => {
    if (outcome.ok) onAgain();
    return outcome;
  };
  return (
    <div data-testid="budget-notice" className="mt-3">
      <Notice
        tone={failed ? "danger" : "warning"}
        title={words.title}
        action={
          isPrice ? (
            <Button asChild size="small">
              <a href={hrefOf({ screen: "settings", section: "models" })}>{t("budget.setPrice")}</a>
            </Button>
          ) : (
            <Button size="small" busy={busy} onClick={() => void open()}>
              {t("budget.raise")}
            </Button>
          )
        }
      >
        {words.text}
      </Notice>
      {remedy?.type === "raise" && (
        <AmountDialog
          title={t("budget.raiseTitle")}
          description={t("budget.raiseText", { amount: formatAmount(remedy.allowance.measure, remedy.allowance.amount) })}
          label={t("budget.by")}
          action={t("budget.raiseAndAsk")}
          measure={remedy.allowance.measure}
          initial={typedAmount(remedy.allowance.measure, Math.max(1, remedy.allowance.amount))}
          onAmount={async (by) => again(await attempt(client.budget.extend({ allowanceId: remedy.allowance.id, by })))}
          onClose={() => setRemedy(null)}
        />
      )}
      {remedy?.type === "give" && (
        <AmountDialog
          title={t("budget.giveTitle")}
          description={t("budget.giveText")}
          label={t("budget.aMonth")}
          action={t("budget.giveAndAsk")}
          measure="money"
          initial={typedAmount("money", proposedMicroUsd)}
          onAmount={async (amount) =>
            again(
              await attempt(
                client.budget.set({
                  scope: remedy.modelId === null ? "month" : "provider-month",
                  subject: remedy.modelId,
                  measure: "money",
                  amount,
                }),
              ),
            )
          }
          onClose={() => setRemedy(null)}
        />
      )}
    </div>
  );
};
