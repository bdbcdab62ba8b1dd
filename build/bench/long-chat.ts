import { longAnswer } from "./long-answer.ts";
import type { StoredChat } from "./stored-chats.ts";

export const longChatTitle = "Ten years of heating";

const question = (turn: number): string =>
  `Question ${turn}: what did we learn about the heating that year, and what should be changed before the next winter?`;

/** Every tenth answer is a long one, as in a real conversation. The last words of each name its turn, so that a test can tell them apart. */
const answer = (turn: number): string => {
  const body =
    turn % 10 === 0
      ? longAnswer(1)
      : `The flow temperature was **${35 + (turn % 20)} °C** [1]. It can go down by two degrees once the valves are balanced, which \`curve=${turn % 7}\` already allows.`;
  return `${body}\n\nThat was answer ${turn}.`;
};

const textAt = (depth: number): string => (depth % 2 === 0 ? question : answer)(Math.floor(depth / 2));

/** One conversation of `messages` messages, questions and answers in turn. */
export const longChat = (messages: number): StoredChat => ({ title: longChatTitle, messages, textAt });

/** Years of use: `count` conversations that share `messages` messages evenly. */
export const manyChats = (count: number, messages: number): StoredChat[] =>
  Array.from({ length: count }, (_none, index) => ({
    title: `Heating, part ${index + 1}`,
    messages: Math.floor(messages / count),
    textAt: (depth) => textAt(depth + index * 2),
  }));

/** The turn of the last answer of so many messages. */
export const lastTurnOf = (messages: number): number => Math.floor((messages - 1) / 2);
