/** Hands a text to the reader's own machine as a file. */
export const download = ({
  fileName,
  mediaType,
  content,
}: {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: string;
}): void => {
  const url = URL.createObjectURL(new Blob([content], { type: mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the address when it starts the download, not when it is clicked.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
