import { Coins, Folder, Globe, Timer } from "lucide-react";
import type { ReactNode } from "react";
import type { Plan, Simulation } from "#core/plans/schema";
import { formatDuration, formatMoney } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Expiry } from "./expiry.tsx";

const Fact = ({ children }: { readonly children: ReactNode }) => <li className="inline-flex min-w-0 items-center gap-1.5">{children}</li>;

/** Where it happens, what it reaches, what it costs and until when the look at it counts. */
export const PlanFacts = ({ plan, simulation }: { readonly plan: Plan; readonly simulation: Simulation | null }) => {
  const t = useTexts("plans");
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-faint tabular-nums">
      <Fact>
        <Folder aria-hidden size={13} className="shrink-0" />
        <span className="truncate" title={plan.workspaceRoot}>
          {plan.workspaceRoot}
        </span>
      </Fact>
      {simulation !== null && (
        <>
          <Fact>
            <Globe aria-hidden size={13} className="shrink-0" />
            {simulation.hosts.length === 0 ? t("card.noHosts") : t("card.hosts", { hosts: simulation.hosts.join(", ") })}
          </Fact>
          <Fact>
            <Timer aria-hidden size={13} className="shrink-0" />
            {t("card.estimate", { time: formatDuration(simulation.estimatedMs) })}
          </Fact>
          <Fact>
            <Coins aria-hidden size={13} className="shrink-0" />
            {simulation.costMicroUsd === 0 ? t("card.free") : t("card.cost", { cost: formatMoney(simulation.costMicroUsd) })}
          </Fact>
          <Fact>
            <Expiry expiresAtMs={simulation.expiresAtMs} />
          </Fact>
        </>
      )}
    </ul>
  );
};
