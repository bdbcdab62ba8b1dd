import { Boxes } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { hrefOf } from "../../ui/route.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { isFixed, isOnlyNamed, orderAfterMove, orderedModels } from "../../ui/model-order.ts";
import { ModelRow } from "./model-row.tsx";
import { tellProblem, useModels, useModelsState } from "./use-models.ts";

const Teaching = () => {
  const t = useTexts("models");
  return (
    <EmptyState
      icon={Boxes}
      title={t("yours.emptyTitle")}
      text={t("yours.emptyText")}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button asChild tone="primary">
            <a href={hrefOf({ screen: "models", place: "find" })}>{t("yours.find")}</a>
          </Button>
          <Button asChild>
            <a href={hrefOf({ screen: "models", place: "start" })}>{t("yours.guide")}</a>
          </Button>
        </div>
      }
    />
  );
};

/** Who can answer, in the order they are asked. */
export const YoursTab = ({ children }: { readonly children?: ReactNode }) => {
  const t = useTexts("models");
  const models = useModels();
  const known = useModelsState((state) => state.models);
  const order = useModelsState((state) => state.order);
  const problem = useModelsState((state) => state.problem);
  const all = orderedModels(known ?? [], order);
  const ordered = all.filter((model) => !isOnlyNamed(model, order));
  const named = all.filter((model) => isOnlyNamed(model, order));
  const movable = ordered.filter((model) => !isFixed(model)).length;
  const move = (from: number, to: number) => void models.reorder(orderAfterMove(ordered, from, to)).then(tellProblem);
  return (
    <>
      {children}
      {problem !== null && (
        <Notice tone="danger" title={errorText(problem).title}>
          {errorText(problem).text}
        </Notice>
      )}
      {known === null && problem === null && (
        <p className="grid place-items-center py-16 text-ink-faint">
          <Spinner />
        </p>
      )}
      {known !== null && (
        <>
          {movable === 0 && named.length === 0 && <Teaching />}
          <h2 className="text-note text-ink-soft">{t(movable + named.length === 0 ? "yours.meanwhile" : "yours.order")}</h2>
          <ol aria-label={t("yours.list")} className="divide-y divide-line/60">
            {ordered.map((model, position) => (
              <ModelRow key={model.id} model={model} position={position} movable={movable} onMove={move} />
            ))}
          </ol>
          {named.length > 0 && (
            <section aria-label={t("yours.named")} className="mt-8">
              <h2 className="text-note text-ink-soft">{t("yours.namedText")}</h2>
              <ul aria-label={t("yours.named")} className="divide-y divide-line/60">
                {named.map((model) => (
                  <ModelRow key={model.id} model={model} position={null} movable={0} onMove={move} />
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </>
  );
};
