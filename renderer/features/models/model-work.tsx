import type { ModelInfo } from "#core/llm/schema";
import { Button } from "../../ui/button.tsx";
import { formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { tellProblem, useModels, useModelsState } from "./use-models.ts";

/** What goes on with a local model just now: loading, being measured or tried, or how it ended the program. */
export const ModelWork = ({ model }: { readonly model: ModelInfo }) => {
  const t = useTexts("models");
  const models = useModels();
  const engine = useModelsState((state) => state.engine);
  const measuring = useModelsState((state) => state.measuring[model.id]);
  const probing = useModelsState((state) => state.probing.includes(model.id));
  const crash = engine?.crashed.find(({ modelId }) => modelId === model.id);
  const loading = engine?.loadingModelId === model.id;
  return (
    <>
      {loading && (
        <div className="mt-2">
          <p className="mb-1 text-small text-ink-soft">{t("work.loading")}</p>
          <ProgressBar label={t("work.loadingName", { name: model.name })} share={engine.loadProgress} />
        </div>
      )}
      {measuring !== undefined && (
        <div className="mt-2">
          <p role="status" className="mb-1 text-small text-ink-soft">
            {t("work.measuring")} {measuring.note}
          </p>
          <ProgressBar label={t("work.measuringName", { name: model.name })} share={measuring.share} />
        </div>
      )}
      {probing && (
        <div className="mt-2">
          <p role="status" className="mb-1 text-small text-ink-soft">
            {t("work.probing")}
          </p>
          <ProgressBar label={t("work.probingName", { name: model.name })} share={null} />
        </div>
      )}
      {crash !== undefined && (
        <div className="mt-2">
          <Notice
            tone="warning"
            title={t(`work.crash.${crash.doing}`, { name: model.name, time: formatTime(crash.atMs) })}
            action={
              <Button size="small" onClick={() => void models.forgive(model.id).then(tellProblem)}>
                {t("work.forgive")}
              </Button>
            }
          >
            {t("work.crashText")}
          </Notice>
        </div>
      )}
    </>
  );
};
