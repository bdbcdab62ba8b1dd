import type { AdoptedImage, AdoptedMessage } from "#core/chat";
import { seenContent } from "./chatgpt-content.ts";
import { orderNodes } from "./chatgpt-tree.ts";
import { cleanText, cleanTitle, longestText, titleFromText } from "./clean-text.ts";
import { isRecord, plainMessage, textOf, type DraftReading, type FindPicture } from "./draft.ts";

/** Pictures kept of one conversation; the others are named in the text. */
const mostPictures = 200;

/** Milliseconds since 1970 from what an export has: seconds with a fraction, now and then milliseconds or an ISO text. Null: no time at all. */
const timeOf = (value: unknown): number | null => {
  const number = typeof value === "string" ? Date.parse(value) : typeof value === "number" ? value : Number.NaN;
  if (!Number.isFinite(number) || number <= 0) return null;
  // 10^11 s is the year 5138, 10^11 ms is 1973.
  const timeMs = Math.round(number < 1e11 ? number * 1000 : number);
  return timeMs < 1e14 ? timeMs : null;
};

type Growing = { -readonly [Key in keyof AdoptedMessage]: AdoptedMessage[Key] };

const answererOf = (modelName: string): AdoptedMessage["answeredBy"] => ({
  modelId: `chatgpt:${modelName}`,
  modelName,
  place: "cloud",
  why: "It was written in ChatGPT and imported.",
  tried: [],
  account: null,
});

/** The end of a message that nothing answers: what the export has no answer for reads as an answer that was stopped. */
const noAnswer = (parent: number, createdAtMs: number): Growing => ({
  ...plainMessage,
  parent,
  role: "assistant",
  text: "",
  state: "stopped",
  createdAtMs,
});

/**
 * One conversation of a ChatGPT export. What a person saw is kept, in every branch; consecutive pieces of one answer (words, code, its output)
 * become one message. See SPEC.md for what is left out.
 */
export const readChatGpt = async (
  value: Readonly<Record<string, unknown>>,
  findPicture: FindPicture,
  nowMs: number,
): Promise<DraftReading> => {
  const title = cleanTitle(textOf(value["title"]));
  const id = textOf(value["conversation_id"]) || textOf(value["id"]);
  if (id === "" || id.length > 200) return { ok: false, title, reason: "no-id" };
  if (!isRecord(value["mapping"])) return { ok: false, title, reason: "wrong-shape" };
  const { circles, nodes } = orderNodes(value["mapping"]);
  const flaws = new Set<string>(circles > 0 ? ["circle"] : []);
  const createdAtMs = timeOf(value["create_time"]) ?? timeOf(value["update_time"]) ?? nowMs;
  const updatedAtMs = timeOf(value["update_time"]) ?? createdAtMs;
  const usualModel = textOf(value["default_model_slug"]);

  const messages: Growing[] = [];
  /** For every node: the message it is in or hangs below, and whether the next piece of an answer may still join that message. */
  const places = new Map<string, { readonly index: number | null; readonly joinable: boolean }>();
  let keptPictures = 0;

  const keepPictures = async (pictures: readonly { readonly pointer: string; readonly name: string }[]) => {
    const images: AdoptedImage[] = [];
    const notes: string[] = [];
    for (const { name, pointer } of pictures) {
      const bytes = keptPictures < mostPictures && pointer !== "" ? await findPicture(pointer) : null;
      const title = cleanTitle(name) || "picture";
      if (bytes === null) notes.push(`[picture: ${title}]`);
      else {
        keptPictures += 1;
        images.push({ title, bytes });
      }
    }
    return { images, notes };
  };

  for (const { node, parentId } of nodes) {
    const above = parentId === null ? { index: null, joinable: false } : (places.get(parentId) ?? { index: null, joinable: false });
    const isOnlyChild = parentId !== null && above.joinable;
    const author = isRecord(node.message?.["author"]) ? textOf(node.message["author"]["role"]) : "";
    const seen = node.message === null ? null : seenContent(node.message, author);
    const mayJoin = node.children.length === 1;
    if (seen === null || node.message === null) {
      places.set(node.id, { index: above.index, joinable: above.joinable && mayJoin });
      continue;
    }
    const role = author === "user" ? "user" : "assistant";
    const { images, notes } = await keepPictures(seen.pictures);
    const whole = [cleanText(seen.text), ...notes].filter((text) => text !== "").join("\n\n");
    if (whole.length > longestText) flaws.add("cut");
    const text = whole.slice(0, longestText).toWellFormed();
    const parent = above.index === null ? undefined : messages[above.index];
    const atMs = timeOf(node.message["create_time"]) ?? parent?.createdAtMs ?? createdAtMs;
    const metadata = isRecord(node.message["metadata"]) ? node.message["metadata"] : {};
    const model = cleanTitle(textOf(metadata["model_slug"]) || usualModel);

    if (role === "assistant" && parent?.role === "assistant" && isOnlyChild && parent.text.length + text.length < longestText) {
      parent.text = [parent.text, text].filter((part) => part !== "").join("\n\n");
      parent.images = [...parent.images, ...images];
      parent.answeredBy ??= model === "" ? null : answererOf(model);
      places.set(node.id, { index: above.index, joinable: mayJoin });
      continue;
    }
    let parentIndex = above.index;
    if (role === "user" && parent?.role === "user" && parentIndex !== null) {
      messages.push(noAnswer(parentIndex, parent.createdAtMs));
      parentIndex = messages.length - 1;
    }
    messages.push({
      ...plainMessage,
      parent: parentIndex,
      role,
      text,
      images,
      createdAtMs: atMs,
      answeredBy: role === "assistant" && model !== "" ? answererOf(model) : null,
    });
    places.set(node.id, { index: messages.length - 1, joinable: mayJoin });
  }
  if (messages.length === 0) return { ok: false, title, reason: "empty" };

  const isFlag = (name: string) => value[name] === true;
  return {
    ok: true,
    value: {
      flaws: [...flaws],
      conversation: {
        origins: [`chatgpt:${id}`],
        title: title || titleFromText(messages.find(({ role }) => role === "user")?.text ?? messages[0]?.text ?? ""),
        createdAtMs,
        updatedAtMs: Math.max(createdAtMs, updatedAtMs),
        folder: null,
        pinned: isFlag("is_starred"),
        archived: isFlag("is_archived"),
        leaf: places.get(textOf(value["current_node"]))?.index ?? messages.length - 1,
        messages,
      },
    },
  };
};
