import type { AdoptedMessage, Library } from "#core/chat";
import type { Citation } from "#core/chat/schema";

export type KeepSources = (message: AdoptedMessage) => AdoptedMessage;

const lineOf = ({ heading, number, page, path, quote, title }: Citation): string => {
  const place = [title, page === null ? "" : `page ${page}`, heading].filter((part) => part !== "").join(", ");
  return `[${number}] ${place}: “${quote.replace(/\s+/g, " ")}” (${path})`;
};

/**
 * Only a quote that stands in this library, letter for letter, stays a citation; another becomes part of the text, as words nobody has checked.
 * The same for attached files: one that is not here is named.
 */
export const createKeepSources = (library: Library): KeepSources => {
  const isHere = ({ chunkId, documentId, end, quote, start }: Citation): boolean => {
    const document = library.document(documentId);
    const chunk = library.chunk(chunkId);
    if (!document.ok || !chunk.ok || quote === "") return false;
    return chunk.value.text.slice(start - chunk.value.start, end - chunk.value.start) === quote;
  };
  return (message) => {
    if (message.citations.length === 0 && message.attachments.length === 0) return message;
    const citations = message.citations.filter(isHere);
    const attachments = message.attachments.filter(({ documentId }) => library.document(documentId).ok);
    const lost = [
      ...message.attachments.filter((attachment) => !attachments.includes(attachment)).map(({ title }) => `[file: ${title}]`),
      ...message.citations.filter((citation) => !citations.includes(citation)).map(lineOf),
    ];
    return { ...message, citations, attachments, text: [message.text, ...lost].filter((part) => part !== "").join("\n\n") };
  };
};
