import { FolderInput } from "lucide-react";
import type { ReactNode } from "react";
import { filesOfDrop, useBridge, type BroughtFile } from "../../bridge/index.ts";
import { DropArea } from "../../ui/drop-area.tsx";
import { useTexts } from "../../ui/i18n.ts";

interface DropZoneProps {
  readonly onFiles: (files: readonly BroughtFile[]) => void;
  readonly children: ReactNode;
}

/** Takes files and folders for the question. */
export const DropZone = ({ onFiles, children }: DropZoneProps) => {
  const t = useTexts("chat");
  const { host } = useBridge();
  const take = async (transfer: DataTransfer) => {
    const files = await filesOfDrop(transfer, host);
    if (files.length > 0) onFiles(files);
  };
  return (
    <DropArea
      icon={FolderInput}
      title={t("drop.title")}
      text={t("drop.text")}
      testId="chat-drop"
      onDrop={(transfer) => void take(transfer)}
    >
      {children}
    </DropArea>
  );
};
