import { isRecord, textOf } from "./draft.ts";

/** What of a message a person saw: its text, and the pictures it points at. */
export interface SeenContent {
  readonly text: string;
  readonly pictures: readonly { readonly pointer: string; readonly name: string }[];
}

const fenced = (language: string, text: string): string => {
  const longest = [...text.matchAll(/`{3,}/g)].reduce((length, [marks]) => Math.max(length, marks.length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}${/^[\w+#-]{1,30}$/.test(language) && language !== "unknown" ? language : ""}\n${text}\n${fence}`;
};

const quoted = (text: string): string => text.replace(/^/gm, "> ");

/** Marks between these two characters are the web client's own; they name sources that are not in the export. */
const withoutMarks = (text: string): string => text.replace(/\uE200[^\uE201]*\uE201/g, "").replace(/[\uE200-\uE206]/g, "");

/** `file-service://file-Abc`, `sediment://file_0a1b#…` and the like; the id of the file. */
const pointerId = (pointer: string): string => /^file[-_][A-Za-z0-9]+/.exec(pointer.split("://").at(-1) ?? "")?.[0] ?? "";

const nameOf = (metadata: Readonly<Record<string, unknown>>, id: string): string => {
  const attachments = Array.isArray(metadata["attachments"]) ? metadata["attachments"] : [];
  const named = attachments.find((attachment) => isRecord(attachment) && textOf(attachment["id"]) === id);
  return isRecord(named) && textOf(named["name"]) !== "" ? textOf(named["name"]) : id || "picture";
};

/** Files a person sent that are no pictures: only their names are in the export. */
const fileNotes = (metadata: Readonly<Record<string, unknown>>, pictureIds: readonly string[]): string[] => {
  const attachments = Array.isArray(metadata["attachments"]) ? metadata["attachments"] : [];
  return attachments.flatMap((attachment) =>
    isRecord(attachment) && textOf(attachment["name"]) !== "" && !pictureIds.includes(textOf(attachment["id"]))
      ? [`[file: ${textOf(attachment["name"])}]`]
      : [],
  );
};

const readParts = (parts: readonly unknown[], metadata: Readonly<Record<string, unknown>>): SeenContent => {
  const texts: string[] = [];
  const pictures: { pointer: string; name: string }[] = [];
  for (const part of parts) {
    if (typeof part === "string") texts.push(part);
    else if (isRecord(part) && textOf(part["asset_pointer"]) !== "" && part["content_type"] === "image_asset_pointer") {
      const pointer = pointerId(textOf(part["asset_pointer"]));
      pictures.push({ pointer, name: nameOf(metadata, pointer) });
    } else if (isRecord(part) && typeof part["text"] === "string") texts.push(part["text"]);
    else if (isRecord(part) && textOf(part["content_type"]).includes("audio")) texts.push("[recording]");
  }
  const notes = fileNotes(
    metadata,
    pictures.map(({ pointer }) => pointer),
  );
  return { text: [...texts, ...notes].filter((text) => text.trim() !== "").join("\n\n"), pictures };
};

const nothing: SeenContent = { text: "", pictures: [] };
const textOnly = (text: string): SeenContent => ({ text, pictures: [] });

/** Where a message of the assistant goes that a person sees: to everybody, to the code that runs, or to the canvas. Others are calls of tools. */
const isSeenBy = (recipient: unknown): boolean =>
  typeof recipient !== "string" || recipient === "all" || recipient === "python" || recipient.startsWith("canmore");

const readContent = (
  role: string,
  content: Readonly<Record<string, unknown>>,
  metadata: Readonly<Record<string, unknown>>,
): SeenContent => {
  const text = textOf(content["text"]);
  switch (content["content_type"]) {
    case "thoughts":
    case "reasoning_recap":
    case "user_editable_context":
    case "model_editable_context":
    case "tether_browsing_display":
    case "sonic_webpage":
      return nothing;
    case "code":
      return text === "" ? nothing : textOnly(fenced(textOf(content["language"]), text));
    case "execution_output":
      return text.trim() === "" ? nothing : textOnly(fenced("", text));
    case "tether_quote": {
      const source = [textOf(content["title"]), textOf(content["url"])].filter((part) => part !== "").join(", ");
      return textOnly(quoted([text, source].filter((part) => part !== "").join("\n\n")));
    }
    case "system_error":
      return text === "" ? nothing : textOnly(quoted(text));
    case "multimodal_text":
      return readParts(Array.isArray(content["parts"]) ? content["parts"] : [], metadata);
    default:
      // What tools told the model in words was not shown to the person.
      if (role === "tool") return nothing;
      return Array.isArray(content["parts"]) ? readParts(content["parts"], metadata) : textOnly(text);
  }
};

/** Null: a person saw nothing of it. */
export const seenContent = (message: Readonly<Record<string, unknown>>, role: string): SeenContent | null => {
  const metadata = isRecord(message["metadata"]) ? message["metadata"] : {};
  if (role === "system" || message["weight"] === 0 || metadata["is_visually_hidden_from_conversation"] === true) return null;
  if (role === "assistant" && !isSeenBy(message["recipient"])) return null;
  const content = isRecord(message["content"]) ? message["content"] : {};
  const seen = readContent(role, content, metadata);
  const text = withoutMarks(seen.text).trim();
  return text === "" && seen.pictures.length === 0 ? null : { text, pictures: seen.pictures };
};
