import { Inbox } from "lucide-react";
import { EmptyState } from "../../ui/empty-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { showToast } from "../../ui/toast-store.ts";
import { ApprovalCard } from "./approval-card.tsx";
import { useApprovals } from "./use-approvals.ts";

/** Everything that waits for a yes or a no. The first one listens to A and R. */
export const ApprovalsTab = () => {
  const t = useTexts("plans");
  const { requests, decide } = useApprovals();
  if (requests === null) return null;
  if (requests.length === 0) return <EmptyState icon={Inbox} title={t("inbox.empty")} text={t("inbox.emptyText")} />;
  return (
    <ul aria-label={t("inbox.label")} className="mx-auto flex max-w-200 flex-col gap-4 px-4 pt-4 pb-16 sm:px-6">
      {requests.map((request, position) => (
        <li key={request.id}>
          <ApprovalCard
            request={request}
            keys={position === 0}
            onAnswer={(answer) =>
              void decide(request, answer).then((decided) => {
                if (!decided.ok) showToast({ tone: "danger", ...errorText(decided.error) });
              })
            }
          />
        </li>
      ))}
    </ul>
  );
};
