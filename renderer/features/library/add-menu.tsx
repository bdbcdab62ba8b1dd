import { FilePlus2, FolderPlus, Plus, SquareTerminal } from "lucide-react";
import { useState } from "react";
import type { BroughtFile } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { useCommandsOf } from "../../ui/commands.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Menu } from "../../ui/menu.tsx";
import { chooseFiles } from "./choose-files.ts";
import { PathDialog } from "./path-dialog.tsx";

export const AddMenu = ({ onFiles }: { readonly onFiles: (files: readonly BroughtFile[]) => void }) => {
  const t = useTexts("library");
  const [asking, setAsking] = useState(false);
  useCommandsOf("library", [
    {
      id: "library.add-files",
      title: (text) => text("add.commandFiles"),
      group: "documents",
      icon: FilePlus2,
      run: () => chooseFiles("files", onFiles),
    },
    {
      id: "library.add-folder",
      title: (text) => text("add.commandFolder"),
      group: "documents",
      icon: FolderPlus,
      run: () => chooseFiles("folder", onFiles),
    },
    {
      id: "library.add-path",
      title: (text) => text("add.commandPath"),
      group: "documents",
      icon: SquareTerminal,
      run: () => setAsking(true),
    },
  ]);
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
