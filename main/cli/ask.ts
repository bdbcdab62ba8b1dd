import type { Message } from "#core/chat/schema";
import { answer, fail, misused, type RunCommand } from "./command.ts";
import type { Client } from "./local-host.ts";
import { withClient } from "./open-client.ts";
import { errorSentence } from "../sentences.ts";

/** Asks in a conversation of its own, which is deleted again: a question from a script is no chat to be found later. */
const askOnce = async (
  client: Client,
  text: string,
  modelId: string | null,
  signal: AbortSignal,
  onDelta: (text: string) => void,
): Promise<Message | null> => {
  const { id: conversationId } = await client.chat.create({ title: "" });
  const stop = () => void client.chat.stop({ conversationId });
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const event of await client.chat.send({ conversationId, text, modelId })) {
      if (event.type === "chat-delta") onDelta(event.text);
      if (event.type === "chat-turn-end") return event.answer;
    }
    return null;
  } finally {
    signal.removeEventListener("abort", stop);
    await client.chat.remove({ conversationId });
  }
};

const sourceLine = (citation: Message["citations"][number]): string => {
  const page = citation.page === null ? "" : `, page ${citation.page}`;
  const heading = citation.heading === "" ? "" : ` · ${citation.heading}`;
  return `[${citation.number}] ${citation.path}${page}${heading}\n    “${citation.quote.trim()}”`;
};

export const runAsk: RunCommand = async ({ words, options, json }, terminal) => {
  const question = words.join(" ").trim();
  if (question === "") return misused(terminal, "The question is empty.");
  const modelId = typeof options["model"] === "string" ? options["model"] : null;

  return withClient(terminal, json, async (client) => {
    // A name that is nobody's would be passed over in silence for the next one who can answer.
    if (modelId !== null && !(await client.models.list()).some(({ id }) => id === modelId)) {
      const unknown = { type: "ModelNotFound", modelId } as const;
      return fail(terminal, json, unknown, errorSentence(unknown));
    }
    const onDelta = (text: string) => (json ? undefined : terminal.write(text));
    const reply = await askOnce(client, question, modelId, terminal.signal, onDelta);
    if (reply === null) throw new Error("the answer's events ended without an end");
    if (reply.error !== null) return fail(terminal, json, reply.error, errorSentence(reply.error));
    const citations = reply.citations.map(({ path, page, heading, quote }) => ({ path, page, heading, quote }));
    const { modelId: answeredBy, modelName, why } = reply.answeredBy ?? { modelId: "", modelName: "nobody", why: "" };
    const sources = reply.citations.map(sourceLine).join("\n");
    answer(terminal, json, { answer: reply.text, citations, model: answeredBy, why }, `\n${sources === "" ? "" : `\n${sources}\n`}`);
    if (!json) terminal.note(`Answered by ${modelName}: ${why}`);
    return 0;
  });
};
