import { FilePlus2, FolderPlus, Plus, SquareTerminal } from "lucide-react";
import { useState } from "react";
import type { BroughtFile } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Menu } from "../../ui/menu.tsx";
import { chooseFiles } from "./choose-files.ts";
import { PathDialog } from "./path-dialog.tsx";

export const AddMenu = ({ onFiles }: { readonly onFiles: (files: readonly BroughtFile[]) => void }) => {
  const t = useTexts("library");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Menu
        trigger={
          <Button tone="primary">
            <Plus aria-hidden size={15} />
            {t("add.open")}
          </Button>
        }
        entries={[
          { label: t("add.files"), icon: FilePlus2, onSelect: () => chooseFiles("files", onFiles) },
          { label: t("add.folder"), icon: FolderPlus, onSelect: () => chooseFiles("folder", onFiles) },
          "line",
          { label: t("add.path"), icon: SquareTerminal, onSelect: () => setAsking(true) },
        ]}
      />
      {asking && <PathDialog onClose={() => setAsking(false)} />}
    </>
  );
};
