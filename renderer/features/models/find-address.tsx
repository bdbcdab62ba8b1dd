import { useId, useState } from "react";
import { attempt, useClient, type ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { HubCard } from "./hub-card.tsx";
import type { FittedModel } from "./models-state.ts";

/** Any model by its address: its header is read first, so that the fit is known before anything large is fetched. */
export const FindAddress = () => {
  const t = useTexts("models");
  const client = useClient();
  const form = useId();
  const [uri, setUri] = useState("");
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<{ readonly uri: string; readonly entry: FittedModel } | null>(null);
  const [problem, setProblem] = useState<ClientError | null>(null);
  const look = async () => {
    const wanted = uri.trim();
    if (wanted === "") return;
    setBusy(true);
    setProblem(null);
    const outcome = await attempt(client.hub.look({ uri: wanted }));
    setBusy(false);
    if (outcome.ok) setFound({ uri: wanted, entry: outcome.value });
    else {
      setFound(null);
      setProblem(outcome.error);
    }
  };
  const wording = problem === null ? null : errorText(problem);
  return (
    <section aria-label={t("address.title")} className="mt-8">
      <h2 className="font-medium">{t("address.title")}</h2>
      <form
        id={form}
        className="mt-2"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <Field label={t("address.label")} hint={t("address.hint")} error={wording === null ? null : `${wording.title}. ${wording.text}`}>
          {(props) => (
            <div className="flex gap-2">
              <Input
                {...props}
                spellCheck={false}
                autoComplete="off"
                placeholder={t("address.example")}
                value={uri}
                onChange={(event) => {
                  setUri(event.target.value);
                  setProblem(null);
                }}
              />
              <Button type="submit" className="h-9" busy={busy} disabled={uri.trim() === ""}>
                {t("address.look")}
              </Button>
            </div>
          )}
        </Field>
      </form>
      {found !== null && (
        <ul aria-label={t("address.found")} className="mt-3">
          <HubCard key={found.uri} entry={found.entry} uri={found.uri} />
        </ul>
      )}
    </section>
  );
};
