import { Cloud, Cpu, GripVertical, Quote, type LucideIcon } from "lucide-react";
import { useState } from "react";
import type { ModelInfo } from "#core/llm/schema";
import { Badge } from "../../ui/badge.tsx";
import { classNames } from "../../ui/class-names.ts";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { ModelActions } from "./model-actions.tsx";
import { ModelFacts } from "./model-facts.tsx";
import { isFixed } from "../../ui/model-order.ts";
import { ModelWork } from "./model-work.tsx";
import { useModelsState } from "./use-models.ts";

interface ModelRowProps {
  readonly model: ModelInfo;
  /** Null: outside the order. */
  readonly position: number | null;
  readonly movable: number;
  readonly onMove: (from: number, to: number) => void;
}

const icons: Record<ModelInfo["place"], LucideIcon> = { extractive: Quote, local: Cpu, cloud: Cloud };
const dragType = "text/x-olympus-model";

const Badges = ({ model, first }: { readonly model: ModelInfo; readonly first: boolean }) => {
  const t = useTexts("models");
  const loaded = useModelsState(({ engine }) => engine?.loadedModelId === model.id);
  return (
    <>
      <Badge tone={model.place === "cloud" ? "warning" : "neutral"}>{t(`place.${model.place}`)}</Badge>
      {first && <Badge tone="accent">{t("yours.first")}</Badge>}
      {loaded && <Badge tone="accent">{t("yours.loaded")}</Badge>}
    </>
  );
};

/** One who can answer: what it is, how it does here, and what can be done with it. */
export const ModelRow = ({ model, position, movable, onMove }: ModelRowProps) => {
  const t = useTexts("models");
  const [over, setOver] = useState(false);
  const fixed = isFixed(model);
  const draggable = !fixed && movable > 1;
  const Icon = icons[model.place];
  return (
    <li
      aria-label={fixed ? t("yours.quotes") : model.name}
      className={classNames("py-3", over && "bg-accent-soft/60")}
      draggable={draggable}
      onDragStart={(event) => event.dataTransfer.setData(dragType, String(position))}
      onDragOver={(event) => {
        if (fixed || position === null || !event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const from = event.dataTransfer.getData(dragType);
        if (from !== "" && position !== null) onMove(Number(from), position);
      }}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {movable > 1 &&
          (draggable ? (
            <GripVertical aria-hidden size={15} className="-ml-1 shrink-0 cursor-grab text-ink-faint" />
          ) : (
            <span className="w-3.5" />
          ))}
        <span className="grid size-9 shrink-0 place-items-center rounded-medium bg-active text-ink-soft">
          <Icon aria-hidden size={17} strokeWidth={1.75} />
        </span>
        <div className="min-w-48 flex-1">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{fixed ? t("yours.quotes") : model.name}</span>
            <Badges model={model} first={position === 0 && !fixed && model.available} />
          </p>
          {fixed ? <p className="text-small text-ink-faint">{t("yours.quotesText")}</p> : <ModelFacts model={model} />}
        </div>
        {!fixed && <ModelActions model={model} position={position} movable={movable} onMove={onMove} />}
      </div>
      {model.problem !== null && (
        <p className="mt-1.5 text-note text-danger">
          {errorText(model.problem).title}. {errorText(model.problem).text}
        </p>
      )}
      {model.place === "local" && <ModelWork model={model} />}
    </li>
  );
};
