import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import type { RouteRule } from "#core/router/schema";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { RuleDialog } from "./rule-dialog.tsx";
import { ruleSentence } from "./rule-words.ts";
import { tellProblem, useModelsState } from "./use-models.ts";
import type { Routing } from "./use-routing.ts";

/** The person's own rules, the first one first. */
export const RulesEditor = ({ routing }: { readonly routing: Routing }) => {
  const t = useTexts("models");
  const models = useModelsState((state) => state.models) ?? [];
  const [editing, setEditing] = useState<RouteRule | "new" | null>(null);
  const { rules } = routing;
  const enable = async ({ id, ...rule }: RouteRule, enabled: boolean) => {
    const kept = await routing.keep(id, { ...rule, enabled });
    if (!kept.ok) tellProblem(kept.error);
  };
  return (
    <section aria-label={t("rule.title")} className="mt-8">
      <header className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h2 className="font-medium">{t("rule.title")}</h2>
          <p className="text-note text-ink-soft">{t("rule.titleText")}</p>
        </div>
        <Button onClick={() => setEditing("new")}>
          <Plus aria-hidden size={15} />
          {t("rule.add")}
        </Button>
      </header>
      {rules.length === 0 ? (
        <p className="mt-3 rounded-medium bg-sunken px-4 py-3 text-note text-ink-soft">{t("rule.none")}</p>
      ) : (
        <ol aria-label={t("rule.list")} className="mt-1 divide-y divide-line/60">
          {rules.map((rule, position) => (
            <li key={rule.id} aria-label={rule.name} className="flex items-center gap-3 py-2.5">
              <Checkbox
                label={t("rule.enable", { name: rule.name })}
                checked={rule.enabled}
                onChange={(enabled) => void enable(rule, enabled)}
              />
              <div className={`min-w-0 flex-1 ${rule.enabled ? "" : "opacity-55"}`}>
                <p className="truncate font-medium">{rule.name}</p>
                <p className="text-note text-ink-soft">{ruleSentence(rule, models, t)}</p>
              </div>
              <div className="flex shrink-0 items-center gap-0.5">
                <IconButton
                  icon={ArrowUp}
                  size="small"
                  label={t("rule.up", { name: rule.name })}
                  disabled={position === 0}
                  onClick={() => void routing.move(position, position - 1)}
                />
                <IconButton
                  icon={ArrowDown}
                  size="small"
                  label={t("rule.down", { name: rule.name })}
                  disabled={position === rules.length - 1}
                  onClick={() => void routing.move(position, position + 1)}
                />
                <IconButton icon={Pencil} size="small" label={t("rule.change", { name: rule.name })} onClick={() => setEditing(rule)} />
                <IconButton
                  icon={Trash2}
                  size="small"
                  label={t("rule.remove", { name: rule.name })}
                  onClick={() => void routing.remove(rule.id)}
                />
              </div>
            </li>
          ))}
        </ol>
      )}
      {editing !== null && (
        <RuleDialog
          rule={editing === "new" ? null : editing}
          onKeep={(draft) => routing.keep(editing === "new" ? null : editing.id, draft)}
          onClose={() => setEditing(null)}
        />
      )}
    </section>
  );
};
