import { Eye, FilePen, Zap } from "lucide-react";
import type { Mode } from "#core/plans/schema";
import type { Risk } from "#core/tools/schema";
import { Badge } from "../../ui/badge.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Tooltip } from "../../ui/tooltip.tsx";

const icons = { observe: Eye, draft: FilePen, autopilot: Zap };

export const ModeBadge = ({ mode }: { readonly mode: Mode }) => {
  const t = useTexts("plans");
  const Icon = icons[mode];
  return (
    <Tooltip text={t(`modeText.${mode}`)}>
      <span tabIndex={0} className="rounded-full">
        <Badge tone={mode === "autopilot" ? "warning" : "neutral"}>
          <Icon aria-hidden size={11} />
          {t(`mode.${mode}`)}
        </Badge>
      </span>
    </Tooltip>
  );
};

const tones = { low: "neutral", medium: "warning", high: "danger" } as const;

export const RiskBadge = ({ risk }: { readonly risk: Risk }) => {
  const t = useTexts("plans");
  return <Badge tone={tones[risk]}>{t(`risk.${risk}`)}</Badge>;
};
