import type { RoutePolicy } from "#core/router/schema";
import { Checkbox } from "../../ui/checkbox.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Segmented } from "../../ui/segmented.tsx";

interface PolicyChoicesProps {
  readonly policy: RoutePolicy;
  readonly onChange: (change: Partial<RoutePolicy>) => void;
}

const chooses = ["automatic", "order"] as const;
const clouds = ["never", "when-needed", "always"] as const;

/** What is allowed in general. */
export const PolicyChoices = ({ policy, onChange }: PolicyChoicesProps) => {
  const t = useTexts("models");
  return (
    <section aria-label={t("policy.title")} className="divide-y divide-line/60">
      <div className="flex flex-wrap items-start gap-x-8 gap-y-2 py-3">
        <div className="min-w-60 flex-1">
          <h3 className="font-medium">{t("policy.choose")}</h3>
          <p className="text-note text-ink-soft">{t(`policy.chooseText.${policy.choose}`)}</p>
        </div>
        <Segmented
          label={t("policy.choose")}
          value={policy.choose}
          onChange={(choose) => onChange({ choose })}
          options={chooses.map((value) => ({ value, label: t(`policy.chooses.${value}`) }))}
        />
      </div>
      <div className="flex flex-wrap items-start gap-x-8 gap-y-2 py-3">
        <div className="min-w-60 flex-1">
          <h3 className="font-medium">{t("policy.cloud")}</h3>
          <p className="text-note text-ink-soft">{t(`policy.cloudText.${policy.cloud}`)}</p>
        </div>
        <Segmented
          label={t("policy.cloud")}
          value={policy.cloud}
          onChange={(cloud) => onChange({ cloud })}
          options={clouds.map((value) => ({ value, label: t(`policy.clouds.${value}`) }))}
        />
      </div>
      <label className="flex items-start gap-3 py-3">
        <span className="pt-0.5">
          <Checkbox label={t("policy.sticky")} checked={policy.sticky} onChange={(sticky) => onChange({ sticky })} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{t("policy.sticky")}</span>
          <span className="block text-note text-ink-soft">{t("policy.stickyText")}</span>
        </span>
      </label>
    </section>
  );
};
