import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { PolicyChoices } from "./policy-choices.tsx";
import { RulesEditor } from "./rules-editor.tsx";
import { TryPrompt } from "./try-prompt.tsx";
import { useRouting } from "./use-routing.ts";

/** Who is asked: what is allowed, the person's own rules, and a place to try. */
export const RoutingTab = () => {
  const t = useTexts("models");
  const routing = useRouting();
  return (
    <>
      <p className="text-note text-ink-soft">{t("policy.text")}</p>
      {routing.problem !== null && (
        <div className="mt-3">
          <Notice tone="danger" title={errorText(routing.problem).title}>
            {errorText(routing.problem).text}
          </Notice>
        </div>
      )}
      {routing.policy !== null && <PolicyChoices policy={routing.policy} onChange={(change) => void routing.setPolicy(change)} />}
      <TryPrompt />
      <RulesEditor routing={routing} />
    </>
  );
};
