import { ArrowDown, ArrowUp, Cloud, Cpu, GripVertical, Quote, Trash2, type LucideIcon } from "lucide-react";
import { useState } from "react";
import type { ModelInfo, ProviderId } from "#core/llm/schema";
import { attempt, useClient } from "../../bridge/index.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { errorText } from "../../ui/error-text.ts";
import { formatDuration, formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { isFixed } from "./model-order.ts";
import { RemoveModel } from "./remove-model.tsx";

interface ModelRowProps {
  readonly model: ModelInfo;
  readonly position: number;
  /** How many models can be moved; they come first. */
  readonly movable: number;
  readonly onMove: (from: number, to: number) => void;
  readonly onChanged: () => void;
}

const icons: Record<ModelInfo["place"], LucideIcon> = { extractive: Quote, local: Cpu, cloud: Cloud };
const dragType = "text/x-olympus-model";

const TestProvider = ({ model }: { readonly model: ModelInfo }) => {
  const t = useTexts("settings");
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const test = async () => {
    setBusy(true);
    const outcome = await attempt(client.providers.test({ providerId: model.id as ProviderId }));
    setBusy(false);
    if (outcome.ok) {
      const { answer, durationMs } = outcome.value;
      showToast({ title: t("models.tested", { name: model.name, duration: formatDuration(durationMs) }), text: answer.slice(0, 160) });
    } else showToast({ tone: "danger", ...errorText(outcome.error) });
  };
  return (
    <Button size="small" busy={busy} onClick={() => void test()}>
      {t("models.test")}
    </Button>
  );
};

export const ModelRow = ({ model, position, movable, onMove, onChanged }: ModelRowProps) => {
  const t = useTexts("settings");
  const [removing, setRemoving] = useState(false);
  const [over, setOver] = useState(false);
  const fixed = isFixed(model);
  const Icon = icons[model.place];
  return (
    <li
      className={classNames("flex flex-wrap items-center gap-x-3 gap-y-2 py-3", over && "bg-accent-soft/60")}
      draggable={!fixed && movable > 1}
      onDragStart={(event) => event.dataTransfer.setData(dragType, String(position))}
      onDragOver={(event) => {
        if (fixed || !event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const from = event.dataTransfer.getData(dragType);
        if (from !== "") onMove(Number(from), position);
      }}
    >
      {!fixed && movable > 1 ? (
        <GripVertical aria-hidden size={15} className="-ml-1 shrink-0 cursor-grab text-ink-faint" />
      ) : (
        movable > 1 && <span className="w-3.5" />
      )}
      <span className="grid size-9 shrink-0 place-items-center rounded-medium bg-active text-ink-soft">
        <Icon aria-hidden size={17} strokeWidth={1.75} />
      </span>
      <div className="min-w-48 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{model.name}</span>
          <Badge tone={model.place === "cloud" ? "warning" : "neutral"}>{t(`models.place.${model.place}`)}</Badge>
          {position === 0 && !fixed && model.available && <Badge tone="accent">{t("models.first")}</Badge>}
        </p>
        <p className={classNames("text-small text-ink-faint", !fixed && "truncate")} title={model.detail}>
          {fixed ? t("models.extractiveText") : `${model.detail} · ${t("models.context", { count: formatNumber(model.contextTokens) })}`}
        </p>
        {model.problem !== null && (
          <p className="mt-1 text-note text-danger">
            {errorText(model.problem).title}. {errorText(model.problem).text}
          </p>
        )}
      </div>
      {!fixed && (
        <div className="flex items-center gap-0.5">
          {model.place === "cloud" && <TestProvider model={model} />}
          <IconButton
            icon={ArrowUp}
            size="small"
            label={t("models.up", { name: model.name })}
            disabled={position === 0}
            onClick={() => onMove(position, position - 1)}
          />
          <IconButton
            icon={ArrowDown}
            size="small"
            label={t("models.down", { name: model.name })}
            disabled={position >= movable - 1}
            onClick={() => onMove(position, position + 1)}
          />
          <IconButton icon={Trash2} size="small" label={t("models.remove", { name: model.name })} onClick={() => setRemoving(true)} />
        </div>
      )}
      {removing && <RemoveModel model={model} onClose={() => setRemoving(false)} onRemoved={onChanged} />}
    </li>
  );
};
