import { filesOfInput, type BroughtFile } from "../../bridge/index.ts";

/** Opens the system's own dialog for files, or for a folder with everything below it. Nothing happens when it is closed without a choice. */
export const chooseFiles = (what: "files" | "folder", onFiles: (files: readonly BroughtFile[]) => void): void => {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = what === "folder";
  input.addEventListener("change", () => {
    if (input.files !== null && input.files.length > 0) onFiles(filesOfInput(input.files));
  });
  input.click();
};
