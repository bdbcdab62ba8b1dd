import { ChevronDown } from "lucide-react";
import { useTexts } from "../../ui/i18n.ts";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import type { Artifact } from "./collect.ts";
import { kindIcons } from "./titles.ts";

interface PickerProps {
  readonly artifacts: readonly Artifact[];
  readonly titles: ReadonlyMap<string, string>;
  readonly shown: Artifact;
  readonly onShow: (artifact: Artifact) => void;
}

/** Which artifact of the conversation is shown, and the choice among all of them, newest first. */
export const Picker = ({ artifacts, titles, shown, onShow }: PickerProps) => {
  const t = useTexts("artifacts");
  const isOneOfMany = ({ key, version }: Artifact) => version > 1 || artifacts.some(({ previousKey }) => previousKey === key);
  const Icon = kindIcons[shown.kind];
  const title = titles.get(shown.key) ?? "";
  const entries = artifacts.toReversed().map((artifact): MenuEntry => {
    const name = titles.get(artifact.key) ?? "";
    return {
      label: isOneOfMany(artifact) ? t("picker.version", { name, version: artifact.version }) : name,
      icon: kindIcons[artifact.kind],
      onSelect: () => onShow(artifact),
    };
  });
  const face = (
    <>
      <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-accent" />
      <span className="truncate font-semibold">{title}</span>
      {isOneOfMany(shown) && (
        <span className="shrink-0 rounded-full bg-accent-soft px-1.5 text-micro font-semibold text-accent">
          {t("version", { version: shown.version })}
        </span>
      )}
    </>
  );
  if (artifacts.length < 2) return <h2 className="flex min-w-0 flex-1 items-center gap-2 pl-1.5">{face}</h2>;
  return (
    <h2 className="flex min-w-0 flex-1">
      <Menu
        align="start"
        entries={entries}
        trigger={
          <button
            type="button"
            aria-label={t("picker.label", { title, count: artifacts.length })}
            className="flex h-8 max-w-full min-w-0 items-center gap-2 rounded-medium px-1.5 hover:bg-hover data-[state=open]:bg-active"
          >
            {face}
            <ChevronDown aria-hidden size={14} className="shrink-0 text-ink-faint" />
          </button>
        }
      />
    </h2>
  );
};
