import { Dialog } from "../ui/dialog.tsx";
import { Keys } from "../ui/keys.tsx";
import { useTexts } from "../ui/i18n.ts";
import { shortcuts } from "./shortcuts.ts";

export const ShortcutList = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useTexts("app");
  const rows = [...Object.entries(shortcuts), ["send", "enter"], ["newline", "shift+enter"]] as const;
  return (
    <Dialog open onClose={onClose} title={t("shortcuts.title")}>
      <dl className="divide-y divide-line/60 pb-2">
        {rows.map(([name, keys]) => (
          <div key={name} className="flex h-9 items-center justify-between gap-4">
            <dt className="text-ink-soft">{t(`shortcuts.${name}`)}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
};
