import { Plus } from "lucide-react";
import { useCallback, useState } from "react";
import { useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { hrefOf } from "../../ui/route.ts";
import { AddProvider } from "./add-provider.tsx";
import { ProviderRow } from "./provider-row.tsx";
import { SettingSection } from "./setting-row.tsx";
import { useRemote } from "./use-remote.ts";

/** Accounts and servers that can answer. In which order they are asked stands on the Models page. */
export const ProvidersSection = () => {
  const t = useTexts("settings");
  const client = useClient();
  const [adding, setAdding] = useState(false);
  const providers = useRemote(useCallback((signal: AbortSignal) => client.providers.list(undefined, { signal }), [client]));
  const models = useRemote(useCallback((signal: AbortSignal) => client.models.list(undefined, { signal }), [client]));
  const reload = () => {
    providers.reload();
    models.reload();
  };
  const { problem } = providers;
  return (
    <SettingSection
      title={t("section.models")}
      text={t("models.text")}
      action={
        <Button onClick={() => setAdding(true)}>
          <Plus aria-hidden size={15} />
          {t("models.add")}
        </Button>
      }
    >
      {problem !== null && (
        <Notice tone="danger" title={errorText(problem).title}>
          {errorText(problem).text}
        </Notice>
      )}
      {providers.value?.length === 0 && <p className="py-4 text-note text-ink-soft">{t("models.none")}</p>}
      <ul aria-label={t("models.list")} className="divide-y divide-line/60">
        {providers.value?.map((provider) => (
          <ProviderRow
            key={provider.id}
            provider={provider}
            model={models.value?.find(({ id }) => id === provider.id) ?? null}
            onChanged={reload}
          />
        ))}
      </ul>
      <p className="py-4 text-note">
        <a className="text-accent underline underline-offset-2" href={hrefOf({ screen: "models", place: null })}>
          {t("models.toModels")}
        </a>
      </p>
      {adding && <AddProvider onClose={() => setAdding(false)} onAdded={reload} />}
    </SettingSection>
  );
};
