import { BookText, Plus } from "lucide-react";
import { useState } from "react";
import type { PromptDraft } from "#core/prompts/schema";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { starters } from "./starters.ts";
import { withBraces } from "./with-braces.ts";

interface EmptyPromptsProps {
  readonly onAdd: (drafts: readonly PromptDraft[]) => Promise<void>;
  readonly onWrite: () => void;
}

/** What prompts are for, and a handful to begin with. */
export const EmptyPrompts = ({ onAdd, onWrite }: EmptyPromptsProps) => {
  const t = useTexts("prompts");
  const [busy, setBusy] = useState(false);
  const drafts = starters.map((name) => ({
    title: t(`starter.${name}.title`),
    text: withBraces(t(`starter.${name}.text`)),
    keyword: t(`starter.${name}.keyword`),
  }));
  const add = async (chosen: readonly PromptDraft[]) => {
    setBusy(true);
    await onAdd(chosen);
    setBusy(false);
  };
  return (
    <div className="mx-auto max-w-136 py-6">
      <div className="flex flex-col items-center text-center">
        <span className="mb-4 grid size-11 place-items-center rounded-large bg-accent-soft text-accent">
          <BookText aria-hidden size={20} strokeWidth={1.75} />
        </span>
        <h2 className="text-title font-semibold">{t("empty.title")}</h2>
        <p className="mt-1 max-w-sm text-ink-soft">{t("empty.text")}</p>
        <div className="mt-5 flex flex-wrap justify-center gap-2">
          <Button tone="primary" busy={busy} onClick={() => void add(drafts)}>
            {t("empty.all", { count: drafts.length })}
          </Button>
          <Button onClick={onWrite}>{t("empty.write")}</Button>
        </div>
      </div>
      <ul aria-label={t("empty.starters")} className="mt-8 divide-y divide-line/60 rounded-large border border-line">
        {drafts.map((draft) => (
          <li key={draft.keyword} className="flex items-center gap-3 px-4 py-2.5">
            <span className="min-w-0 flex-1">
              <span className="flex items-baseline gap-2">
                <span className="truncate font-medium">{draft.title}</span>
                <span className="font-mono text-small text-ink-soft">/{draft.keyword}</span>
              </span>
              <span className="block truncate text-note text-ink-faint">{draft.text}</span>
            </span>
            <Button size="small" disabled={busy} aria-label={t("empty.addTitle", { title: draft.title })} onClick={() => void add([draft])}>
              <Plus aria-hidden size={13} />
              {t("empty.add")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
};
