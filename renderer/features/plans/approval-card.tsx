import { ShieldAlert } from "lucide-react";
import { useId, useMemo, useState } from "react";
import type { Answer, ApprovalRequest } from "#core/permission/schema";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { DiffView } from "../../ui/diff/index.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Keys } from "../../ui/keys.tsx";
import { Notice } from "../../ui/notice.tsx";
import { hrefOf } from "../../ui/route.ts";
import { sectionsOf } from "./effect-sections.ts";
import { effectWords } from "./effect-words.ts";
import { Expiry } from "./expiry.tsx";
import { ModeBadge, RiskBadge } from "./mode-badge.tsx";
import { patternWords } from "./request-words.ts";
import { unpredictableText } from "./step-error-text.ts";
import { useKeys } from "./use-keys.ts";

interface ApprovalCardProps {
  readonly request: ApprovalRequest;
  /** Takes single keys: the first one does. */
  readonly keys: boolean;
  readonly onAnswer: (answer: Answer) => void;
}

interface Choice {
  readonly key: string;
  readonly words: string;
  readonly answer: Answer;
}

/** One question: exactly what would change or leave, why it is asked, and how far a yes would reach. */
export const ApprovalCard = ({ request, keys, onAnswer }: ApprovalCardProps) => {
  const t = useTexts("plans");
  const group = useId();
  const [chosen, setChosen] = useState("once");
  const [evenAfterReading, setEvenAfterReading] = useState(false);
  const sections = useMemo(() => sectionsOf(t, request.effects), [t, request.effects]);
  const dataMayLeave = request.reason === "data-may-leave";
  const choices: readonly Choice[] = [
    { key: "once", words: t("scope.once"), answer: { type: "once" } },
    ...(dataMayLeave
      ? []
      : [
          {
            key: "run",
            words:
              request.destinations.length === 0
                ? t("scope.run", { tool: request.tool })
                : t("scope.runTo", { tool: request.tool, hosts: request.destinations.join(", ") }),
            answer: { type: "run" } as const,
          },
        ]),
    ...request.patterns.map((pattern) => ({
      key: JSON.stringify(pattern),
      words: t("scope.pattern", { pattern: patternWords(t, pattern) }),
      answer: { type: "pattern", pattern, evenAfterReading: evenAfterReading && pattern.type === "host" } as const,
    })),
  ];
  const choice = choices.find(({ key }) => key === chosen);
  const isHost = choice?.answer.type === "pattern" && choice.answer.pattern.type === "host";
  const approve = () => choice !== undefined && onAnswer(choice.answer);
  const reject = () => onAnswer({ type: "reject" });
  useKeys(keys, { a: approve, r: reject });
  const words = effectWords(t, request.effects, "will");
  return (
    <article
      aria-label={t("request.label", { tool: request.tool })}
      data-testid="approval"
      data-reason={request.reason}
      className="rounded-large border border-line bg-surface shadow-low"
    >
      <header className="flex flex-col gap-2 px-5 pt-4 pb-3">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="mr-auto min-w-0 text-title font-semibold break-words">
            {words === "" ? t("request.uses", { tool: request.tool }) : `${words.charAt(0).toUpperCase()}${words.slice(1)}`}
          </h2>
          <ModeBadge mode={request.mode} />
          <RiskBadge risk={request.risk} />
        </div>
        <p className="flex flex-wrap items-center gap-x-1.5 text-small text-ink-faint tabular-nums">
          <a href={hrefOf({ screen: "tasks", place: "run", id: request.runId })} className="text-accent hover:underline">
            {t("request.run")}
          </a>
          <span>· {t("request.step", { step: request.step })} ·</span>
          <span className="font-mono">{request.tool}</span>
          <span aria-hidden>·</span>
          <Expiry expiresAtMs={request.expiresAtMs} />
        </p>
      </header>
      <div className="flex flex-col gap-4 px-5 pb-4">
        <Notice tone={dataMayLeave ? "danger" : "warning"} title={t(`reason.${request.reason}`)}>
          {t(`reasonText.${request.reason}`)}
          {request.readFrom.length > 0 && (
            <>
              <p className="mt-1.5">{t("request.readFrom")}</p>
              <ul className="list-disc pl-4">
                {request.readFrom.map((source) => (
                  <li key={source} className="break-all">
                    {source}
                  </li>
                ))}
              </ul>
            </>
          )}
        </Notice>
        {request.destinations.length > 0 && (
          <p className="flex items-center gap-2">
            <ShieldAlert aria-hidden size={16} className="shrink-0 text-danger" />
            {t("request.destinations", { hosts: request.destinations.join(", ") })}
          </p>
        )}
        {request.unpredictable.map((reason) => (
          <p key={reason} className="text-note text-warning">
            {unpredictableText(t, reason)}
          </p>
        ))}
        {sections.length > 0 && <DiffView sections={sections} />}
        <fieldset>
          <legend className="text-small font-medium text-ink-faint">{t("scope.title")}</legend>
          <div className="mt-1.5 flex flex-col gap-1.5">
            {choices.map(({ key, words: sentence }) => (
              <label key={key} className="flex items-start gap-2.5">
                <input
                  type="radio"
                  name={group}
                  checked={chosen === key}
                  onChange={() => setChosen(key)}
                  className="mt-1 size-3.5 shrink-0 accent-(--accent)"
                />
                <span className="min-w-0 break-words">{sentence}</span>
              </label>
            ))}
          </div>
          {isHost && (
            <div className="mt-2 flex items-center gap-2.5 pl-6 text-note text-ink-soft">
              <Checkbox checked={evenAfterReading} onChange={setEvenAfterReading} label={t("scope.evenAfterReading")} />
              {t("scope.evenAfterReading")}
            </div>
          )}
        </fieldset>
      </div>
      <footer className="sticky bottom-0 flex items-center justify-end gap-2 rounded-b-large border-t border-line bg-surface px-5 py-3">
        <Button onClick={reject}>
          {t("request.reject")}
          {keys && <Keys keys="r" />}
        </Button>
        <Button tone="primary" onClick={approve}>
          {t("request.approve")}
          {keys && <Keys keys="a" inverted />}
        </Button>
      </footer>
    </article>
  );
};
