import { useTexts } from "../../ui/i18n.ts";
import { PathDialog as AskForPath } from "../../ui/path-dialog.tsx";
import { useLibrary } from "./use-library.ts";

export const PathDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useTexts("library");
  const library = useLibrary();
  return (
    <AskForPath
      title={t("add.pathTitle")}
      description={t("add.pathText")}
      label={t("add.pathLabel")}
      hint={t("add.pathHint")}
      action={t("add.pathAdd")}
      onPath={(path) => library.addPaths([path])}
      onClose={onClose}
    />
  );
};
