import { lazy, Suspense } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { useTexts } from "../ui/i18n.ts";

const KeyList = lazy(async () => ({ default: (await import("../features/settings/index.tsx")).KeyList }));

/** Every command with its keys, to look up and to change. The same list is a section of the settings. */
export const ShortcutList = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useTexts("app");
  return (
    <Dialog open onClose={onClose} title={t("commands.shortcuts")} width="large">
      <Suspense fallback={null}>
        <KeyList />
      </Suspense>
    </Dialog>
  );
};
