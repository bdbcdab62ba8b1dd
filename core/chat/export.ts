import type { Citation, Conversation, Message } from "./schema.ts";

export interface ExportedFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: string;
}

/** A name every file system takes. */
const fileStem = (title: string): string =>
  title
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N} _-]+/gu, " ")
    .trim()
    .replace(/\s+/g, "-")
    .slice(0, 80) || "conversation";

const place = (citation: Citation): string =>
  [citation.title, citation.page === null ? "" : `page ${citation.page}`, citation.heading].filter((part) => part !== "").join(", ");

const messageToMarkdown = (message: Message): string => {
  const heading = message.role === "user" ? "## You" : `## ${message.answeredBy?.modelName ?? "Olympus"}`;
  const stopped = message.state === "complete" ? [] : [`*(${message.state})*`];
  const sources = message.citations.map(
    (citation) => `[${citation.number}] ${place(citation)}: “${citation.quote.replace(/\s+/g, " ")}” (${citation.path})`,
  );
  return [heading, message.text, ...stopped, ...(sources.length === 0 ? [] : [sources.join("\n\n")])].join("\n\n");
};

/** The branch on show, for people. */
export const toMarkdownFile = (conversation: Conversation, branch: readonly Message[]): ExportedFile => ({
  fileName: `${fileStem(conversation.title)}.md`,
  mediaType: "text/markdown",
  content: `# ${conversation.title}\n\n${branch.map(messageToMarkdown).join("\n\n")}\n`,
});

/** Every branch with every detail, for programs; `format` and `version` say what it is. */
export const toJsonFile = (conversation: Conversation, messages: readonly Message[]): ExportedFile => ({
  fileName: `${fileStem(conversation.title)}.json`,
  mediaType: "application/json",
  content: `${JSON.stringify({ format: "olympus-chat", version: 1, conversation, messages }, null, 2)}\n`,
});
