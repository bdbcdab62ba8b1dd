import type { Citation, Conversation, Message } from "./schema.ts";

export interface ExportedFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: string;
}

/** What of a conversation is not in its messages. Pictures carry their bytes, or the name of a file beside. */
export interface ExportedExtras {
  /** The folder's name. */
  readonly folder: string | null;
  /** What it is called where it was imported from. */
  readonly origin: string | null;
  /** The end of the branch on show. */
  readonly leafId: string | null;
  readonly images: readonly { readonly id: string; readonly title: string; readonly base64?: string; readonly file?: string }[];
}

/** A name every file system takes, without ending. */
export const fileStem = (title: string): string =>
  title
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N} _-]+/gu, " ")
    .trim()
    .replace(/\s+/g, "-")
    .slice(0, 80)
    .toWellFormed() || "conversation";

const place = (citation: Citation): string =>
  [citation.title, citation.page === null ? "" : `page ${citation.page}`, citation.heading].filter((part) => part !== "").join(", ");

/** A mark that no reader shows, by which an import tells our headings from those of an answer. */
const mark = (atMs: number): string => `<!-- olympus ${new Date(atMs).toISOString()} -->`;

type Written = Omit<Message, "siblingIds">;

const messageToMarkdown = (message: Written): string => {
  const heading = message.role === "user" ? "## You" : `## ${message.answeredBy?.modelName.replace(/\s+/g, " ") ?? "Olympus"}`;
  const stopped = message.state === "complete" ? [] : [`*(${message.state})*`];
  const files = [
    ...message.attachments.map(({ title }) => `[file: ${title}]`),
    ...message.images.map(({ title }) => `[picture: ${title}]`),
  ];
  const sources = message.citations.map(
    (citation) => `[${citation.number}] ${place(citation)}: “${citation.quote.replace(/\s+/g, " ")}” (${citation.path})`,
  );
  const parts = [message.text, files.join("\n\n"), ...stopped, sources.join("\n\n")].filter((part) => part !== "");
  return [`${heading} ${mark(message.createdAtMs)}`, ...parts].join("\n\n");
};

/** The branch on show, for people. */
export const toMarkdown = (conversation: Conversation, branch: readonly Written[]): string => {
  const facts = `<!-- olympus-chat 1 ${conversation.id} ${new Date(conversation.createdAtMs).toISOString()} -->`;
  const title = conversation.title.replace(/\s+/g, " ");
  return `# ${title}\n\n${facts}\n\n${branch.map(messageToMarkdown).join("\n\n")}\n`;
};

/** Every branch with every detail, for programs; `format` and `version` say what it is. */
export const toJsonValue = (conversation: Conversation, messages: readonly Written[], extras: ExportedExtras) => ({
  format: "olympus-chat",
  version: 2,
  conversation,
  ...extras,
  messages,
});

export const toMarkdownFile = (conversation: Conversation, branch: readonly Message[]): ExportedFile => ({
  fileName: `${fileStem(conversation.title)}.md`,
  mediaType: "text/markdown",
  content: toMarkdown(conversation, branch),
});

const withoutSiblings = ({ siblingIds: _siblingIds, ...message }: Message): Written => message;

export const toJsonFile = (conversation: Conversation, messages: readonly Message[], extras: ExportedExtras): ExportedFile => ({
  fileName: `${fileStem(conversation.title)}.json`,
  mediaType: "application/json",
  content: `${JSON.stringify(toJsonValue(conversation, messages.map(withoutSiblings), extras), null, 2)}\n`,
});
