import { Plus } from "lucide-react";
import { useCallback, useState } from "react";
import { useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Menu } from "../../ui/menu.tsx";
import { Notice } from "../../ui/notice.tsx";
import { AddModelFile } from "./add-model-file.tsx";
import { AddProvider } from "./add-provider.tsx";
import { isFixed, orderAfterMove, orderedModels } from "./model-order.ts";
import { ModelRow } from "./model-row.tsx";
import { SettingSection } from "./setting-row.tsx";
import { useSaved, useSettings } from "./settings-context.ts";
import { useRemote } from "./use-remote.ts";

export const ModelsSection = () => {
  const t = useTexts("settings");
  const client = useClient();
  const saved = useSaved();
  const { modelOrder } = useSettings();
  const [adding, setAdding] = useState<"file" | "provider" | null>(null);
  const models = useRemote(useCallback((signal: AbortSignal) => client.models.list(undefined, { signal }), [client]));
  const ordered = orderedModels(models.value ?? [], modelOrder);
  const movable = ordered.filter((model) => !isFixed(model)).length;
  const move = (from: number, to: number) => void saved.update({ modelOrder: orderAfterMove(ordered, from, to) });

  return (
    <SettingSection
      title={t("section.models")}
      text={t("models.text")}
      action={
        <Menu
          trigger={
            <Button>
              <Plus aria-hidden size={15} />
              {t("models.add")}
            </Button>
          }
          entries={[
            { label: t("models.addFile"), onSelect: () => setAdding("file") },
            { label: t("models.addProvider"), onSelect: () => setAdding("provider") },
          ]}
        />
      }
    >
      {models.problem !== null && (
        <Notice tone="danger" title={errorText(models.problem).title}>
          {errorText(models.problem).text}
        </Notice>
      )}
      <ol aria-label={t("models.order")} className="divide-y divide-line/60">
        {ordered.map((model, position) => (
          <ModelRow key={model.id} model={model} position={position} movable={movable} onMove={move} onChanged={() => models.reload()} />
        ))}
      </ol>
      {movable === 0 && models.value !== null && <p className="py-4 text-note text-ink-soft">{t("models.none")}</p>}
      {adding === "file" && <AddModelFile onClose={() => setAdding(null)} onAdded={() => models.reload()} />}
      {adding === "provider" && <AddProvider onClose={() => setAdding(null)} onAdded={() => models.reload()} />}
    </SettingSection>
  );
};
