import type { ConversationId, Message } from "#core/chat/schema";
import { answer, fail, misused, type ExitCode, type RunCommand, type Terminal } from "./command.ts";
import type { Client } from "./local-host.ts";
import { withOpenKeys } from "./open-keys.ts";
import { errorSentence } from "../sentences.ts";

interface Turn {
  readonly conversationId: ConversationId;
  readonly text: string;
  readonly modelId: string | null;
  readonly isPrivate: boolean;
}

const ask = async (client: Client, turn: Turn, signal: AbortSignal, onDelta: (text: string) => void): Promise<Message> => {
  const stop = () => void client.chat.stop({ conversationId: turn.conversationId });
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const event of await client.chat.send(turn)) {
      if (event.type === "chat-delta") onDelta(event.text);
      if (event.type === "chat-turn-end") return event.answer;
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
  throw new Error("the answer's events ended without an end");
};

/** Who answered, why, and at what price: one line. */
const accountLine = ({ answeredBy }: Message): string => {
  if (answeredBy === null) return "";
  const cost = answeredBy.account?.costMicroUsd ?? null;
  const money = cost === null || cost === 0 ? "" : `, $${(cost / 1e6).toFixed(cost < 10_000 ? 4 : 2)}`;
  return `${answeredBy.modelName}: ${answeredBy.why}${money}`;
};

/** Talks until the input ends; what is said is kept as a conversation. Questions come line by line from standard input. */
export const runChat: RunCommand = async ({ words, options, json }, terminal) => {
  if (words.length > 0) return misused(terminal, 'Questions are lines of standard input; for a single one there is "olympus ask".');
  const modelId = typeof options["model"] === "string" ? options["model"] : null;
  const isPrivate = options["private"] === true;

  const talk = async (client: Client): Promise<ExitCode> => {
    // A name that is nobody's would be passed over in silence for the next one who can answer.
    if (modelId !== null && !(await client.models.list()).some(({ id }) => id === modelId)) {
      const unknown = { type: "ModelNotFound", modelId } as const;
      return fail(terminal, json, unknown, errorSentence(unknown));
    }
    const { id: conversationId } = await client.chat.create({ title: "" });
    if (terminal.attended && !json) terminal.note("Ask; an empty line or Ctrl-D ends the conversation.");
    const turns: { question: string; answer: string; model: string; error: unknown }[] = [];
    for (;;) {
      const question = (await untilStopped(terminal))?.trim() ?? "";
      if (question === "") break;
      const reply = await ask(client, { conversationId, text: question, modelId, isPrivate }, terminal.signal, (text) => {
        if (!json) terminal.write(text);
      });
      turns.push({ question, answer: reply.text, model: reply.answeredBy?.modelId ?? "", error: reply.error });
      if (!json) terminal.write("\n");
      if (reply.error !== null) terminal.note(errorSentence(reply.error));
      else if (!json) terminal.note(accountLine(reply));
    }
    answer(terminal, json, { conversationId, turns }, "");
    return turns.some(({ error }) => error !== null) ? 1 : 0;
  };
  return withOpenKeys(terminal, json, { create: false }, talk);
};

const untilStopped = (terminal: Terminal): Promise<string | null> =>
  Promise.race([
    terminal.readLine("> "),
    new Promise<null>((resolve) => {
      if (terminal.signal.aborted) resolve(null);
      terminal.signal.addEventListener("abort", () => resolve(null), { once: true });
    }),
  ]);
