import { useId, useState } from "react";
import type { RouteDecision } from "#core/router/schema";
import { attempt, useClient, type ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { DecisionView, decisionSentence } from "../../ui/decision/index.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";

/** Where a prompt would go, and why. Nothing is sent and nothing is spent. */
export const TryPrompt = () => {
  const t = useTexts("models");
  const why = useTexts("decision");
  const client = useClient();
  const field = useId();
  const [prompt, setPrompt] = useState("");
  const [isPrivate, setPrivate] = useState(false);
  const [busy, setBusy] = useState(false);
  const [decision, setDecision] = useState<RouteDecision | null>(null);
  const [problem, setProblem] = useState<ClientError | null>(null);
  const explain = async () => {
    if (prompt.trim() === "") return;
    setBusy(true);
    const outcome = await attempt(client.routing.explain({ prompt: prompt.trim(), privacy: isPrivate ? "private" : "open" }));
    setBusy(false);
    setDecision(outcome.ok ? outcome.value : null);
    setProblem(outcome.ok ? null : outcome.error);
  };
  return (
    <section aria-label={t("try.title")} className="mt-8">
      <h2 className="font-medium">{t("try.title")}</h2>
      <p className="text-note text-ink-soft">{t("try.text")}</p>
      <form
        className="mt-3 rounded-large border border-line bg-surface shadow-low focus-within:border-line-strong"
        onSubmit={(event) => {
          event.preventDefault();
          void explain();
        }}
      >
        <label htmlFor={field} className="sr-only">
          {t("try.prompt")}
        </label>
        <textarea
          id={field}
          rows={3}
          maxLength={100_000}
          value={prompt}
          placeholder={t("try.placeholder")}
          onChange={(event) => setPrompt(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void explain();
          }}
          className="block w-full resize-none bg-transparent px-4 pt-3 outline-none"
        />
        <div className="flex items-center gap-3 px-3 pb-3">
          <label className="flex flex-1 items-center gap-2 text-note text-ink-soft">
            <Checkbox label={t("try.private")} checked={isPrivate} onChange={setPrivate} />
            {t("try.private")}
          </label>
          <Button tone="primary" type="submit" busy={busy} disabled={prompt.trim() === ""}>
            {t("try.ask")}
          </Button>
        </div>
      </form>
      {problem !== null && (
        <p role="alert" className="mt-2 text-note text-danger">
          {errorText(problem).title}. {errorText(problem).text}
        </p>
      )}
      {decision !== null && (
        <div role="status" data-testid="decision" className="mt-4 animate-appear rounded-large border border-line bg-surface p-4">
          <p className="mb-3 font-medium">{decisionSentence(decision, why)}</p>
          <DecisionView decision={decision} />
        </div>
      )}
    </section>
  );
};
