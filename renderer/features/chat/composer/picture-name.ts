import type { ChatImage } from "#core/chat/schema";

const endings = { "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/gif": ".gif" };

/** What a picture is called as a file: its title, with the ending of what it is by now. */
export const fileNameOfPicture = ({ title, mediaType }: Pick<ChatImage, "title" | "mediaType">): string =>
  `${title.replace(/\.(png|jpe?g|webp|gif)$/i, "") || "picture"}${endings[mediaType]}`;
