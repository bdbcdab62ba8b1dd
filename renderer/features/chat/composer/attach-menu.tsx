import { Files, FolderOpen, Image, Paperclip } from "lucide-react";
import { useRef } from "react";
import { filesOfInput, type BroughtFile } from "../../../bridge/index.ts";
import { useCommandsOf } from "../../../ui/commands.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Menu } from "../../../ui/menu.tsx";
import { useTexts } from "../../../ui/i18n.ts";

const pictureKinds = "image/png,image/jpeg,image/webp,image/gif";

/** Brings pictures, files or a folder onto the question. */
export const AttachMenu = ({ onFiles }: { readonly onFiles: (files: readonly BroughtFile[]) => void }) => {
  const t = useTexts("chat");
  const files = useRef<HTMLInputElement>(null);
  const pictures = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const attach = (input: HTMLInputElement) => {
    const { files: chosen } = input;
    if (chosen !== null && chosen.length > 0) onFiles(filesOfInput(chosen));
    // The same file may be chosen again.
    input.value = "";
  };
  const chooseFiles = () => files.current?.click();
  const choosePictures = () => pictures.current?.click();
  const chooseFolder = () => folder.current?.click();
  useCommandsOf("chat", [
    { id: "chat.attach-files", title: (text) => text("command.attachFiles"), group: "chat", icon: Files, run: chooseFiles },
    { id: "chat.attach-pictures", title: (text) => text("command.attachPictures"), group: "chat", icon: Image, run: choosePictures },
    { id: "chat.attach-folder", title: (text) => text("command.attachFolder"), group: "chat", icon: FolderOpen, run: chooseFolder },
  ]);
  return (
    <>
      <Menu
        align="start"
        trigger={<IconButton icon={Paperclip} label={t("attach.open")} />}
        entries={[
          { label: t("attach.pictures"), icon: Image, onSelect: choosePictures },
          { label: t("attach.files"), icon: Files, onSelect: chooseFiles },
          { label: t("attach.folderChoose"), icon: FolderOpen, onSelect: chooseFolder },
        ]}
      />
      <input ref={files} type="file" multiple hidden data-testid="attach-files" onChange={(event) => attach(event.currentTarget)} />
      <input
        ref={pictures}
        type="file"
        multiple
        hidden
        accept={pictureKinds}
        data-testid="attach-pictures"
        onChange={(event) => attach(event.currentTarget)}
      />
      <input ref={folder} type="file" hidden {...{ webkitdirectory: "" }} onChange={(event) => attach(event.currentTarget)} />
    </>
  );
};
