/** Hands content to the person as a file. */
export const handOut = (fileName: string, mediaType: string, parts: BlobPart[]): void => {
  const url = URL.createObjectURL(new Blob(parts, { type: mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has its own copy once it began; a minute is far more than it needs for that.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};
