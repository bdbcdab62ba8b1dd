import { useState } from "react";
import { attempt, useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { showToast } from "../../ui/toast-store.ts";
import { tellProblem, useModels, useModelsState } from "./use-models.ts";

interface UseForSearchProps {
  readonly name: string;
  /** The folder of the embedding model. */
  readonly path: string;
}

/** Lets the library find by meaning with a fetched embedding model. */
export const UseForSearch = ({ name, path }: UseForSearchProps) => {
  const t = useTexts("models");
  const client = useClient();
  const models = useModels();
  const inUse = useModelsState(({ fetched }) => fetched.some((one) => one.path === path && one.inUse));
  const [busy, setBusy] = useState(false);
  const use = async () => {
    setBusy(true);
    const updated = await attempt(client.settings.update({ embeddingFolder: path }));
    setBusy(false);
    if (!updated.ok) return tellProblem(updated.error);
    showToast({ title: t("card.searchUsed", { name }), text: t("card.searchUsedText") });
    await models.reload();
  };
  if (inUse) return <span className="text-note text-ink-soft">{t("card.searches")}</span>;
  return (
    <Button size="small" busy={busy} onClick={() => void use()}>
      {t("card.search")}
    </Button>
  );
};
