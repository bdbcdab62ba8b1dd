import { ArrowDown, ArrowUp, Ellipsis, FlaskConical, FolderX, Gauge, Hand, Settings2, Trash2 } from "lucide-react";
import { useState } from "react";
import type { ModelInfo } from "#core/llm/schema";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { orderWith } from "../../ui/model-order.ts";
import { goTo } from "../../ui/route.ts";
import { RemoveModel } from "./remove-model.tsx";
import { tellProblem, useModels, useModelsState } from "./use-models.ts";

interface ModelActionsProps {
  readonly model: ModelInfo;
  /** Null: outside the order. */
  readonly position: number | null;
  /** How many models can be moved; they come first. */
  readonly movable: number;
  readonly onMove: (from: number, to: number) => void;
}

const LoadButton = ({ model }: { readonly model: ModelInfo }) => {
  const t = useTexts("models");
  const models = useModels();
  const loaded = useModelsState(({ engine }) => engine?.loadedModelId === model.id);
  const busy = useModelsState(({ engine, measuring, probing }) => {
    const working = Object.keys(measuring).length > 0 || probing.length > 0;
    return working || (engine !== null && engine.loadingModelId !== null);
  });
  if (!model.available) return null;
  return loaded ? (
    <Button size="small" aria-label={t("act.unloadName", { name: model.name })} onClick={() => void models.unload().then(tellProblem)}>
      {t("act.unload")}
    </Button>
  ) : (
    <Button
      size="small"
      disabled={busy}
      aria-label={t("act.loadName", { name: model.name })}
      onClick={() => void models.load(model.id).then(tellProblem)}
    >
      {t("act.load")}
    </Button>
  );
};

/** Everything that can be done with one model. */
export const ModelActions = ({ model, position, movable, onMove }: ModelActionsProps) => {
  const t = useTexts("models");
  const models = useModels();
  const fetched = useModelsState((state) => state.fetched.some(({ modelId }) => modelId === model.id));
  const [removing, setRemoving] = useState<"list" | "disk" | null>(null);
  const { name } = model;
  const local: (MenuEntry | "line")[] = [
    { label: t("act.measure"), icon: Gauge, disabled: !model.available, onSelect: () => void models.measure(model.id).then(tellProblem) },
    {
      label: t("act.probe"),
      icon: FlaskConical,
      disabled: !model.available,
      onSelect: () => void models.probe(model.id).then(tellProblem),
    },
    "line",
    { label: t("act.remove"), icon: Trash2, onSelect: () => setRemoving("list") },
    ...(fetched ? [{ label: t("act.delete"), icon: FolderX, tone: "danger", onSelect: () => setRemoving("disk") } as const] : []),
  ];
  const order = useModelsState((state) => state.order);
  const known = useModelsState((state) => state.models);
  const setAsked = (asked: boolean) => {
    const joined = orderWith(known ?? [], order, model.id);
    void models.reorder(asked ? joined : joined.slice(0, -1)).then(tellProblem);
  };
  const cloud: MenuEntry[] = [
    ...(position === null ? [] : [{ label: t("act.onlyNamed"), icon: Hand, onSelect: () => setAsked(false) }]),
    { label: t("act.settings"), icon: Settings2, onSelect: () => goTo({ screen: "settings", section: "models" }) },
    { label: t("act.removeProvider"), icon: Trash2, tone: "danger", onSelect: () => setRemoving("list") },
  ];
  return (
    <div className="flex items-center gap-0.5">
      {model.place === "local" && <LoadButton model={model} />}
      {position === null ? (
        <Button size="small" aria-label={t("act.orderName", { name })} onClick={() => setAsked(true)}>
          {t("act.order")}
        </Button>
      ) : (
        <>
          <IconButton
            icon={ArrowUp}
            size="small"
            label={t("act.up", { name })}
            disabled={position === 0}
            onClick={() => onMove(position, position - 1)}
          />
          <IconButton
            icon={ArrowDown}
            size="small"
            label={t("act.down", { name })}
            disabled={position >= movable - 1}
            onClick={() => onMove(position, position + 1)}
          />
        </>
      )}
      <Menu
        trigger={<IconButton icon={Ellipsis} size="small" label={t("act.more", { name })} />}
        entries={model.place === "local" ? local : cloud}
      />
      {removing !== null && <RemoveModel model={model} fromDisk={removing === "disk"} onClose={() => setRemoving(null)} />}
    </div>
  );
};
