import { createIds, silentLog, systemClock } from "#core/base";
import { migrations } from "#core/host";
import { openStore } from "#core/store";
import { longAnswer } from "./long-answer.ts";

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

/** Stores one conversation of `count` messages, questions and answers in turn, and answers the turn of its last answer. */
export const storeLongChat = (dataDir: string, count: number): number => {
  const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog });
  if (!opened.ok) throw new Error(opened.error.type);
  const { database, close, transaction } = opened.value;
  const ids = createIds({ clock: systemClock });
  const conversationId = ids.create("chat");
  const nowMs = Date.now();
  transaction(() => {
    const insert = database.prepare(
      "INSERT INTO messages (id, conversation_id, parent_id, depth, role, text, state, detail, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, 'complete', ?, ?)",
    );
    const detail = JSON.stringify({ error: null, citations: [], answeredBy: null, usage: null, durationMs: null, attachments: [] });
    database.prepare("INSERT INTO conversations VALUES (?, ?, ?, ?, NULL)").run(conversationId, longChatTitle, nowMs, nowMs);
    let parentId: string | null = null;
    for (let depth = 0; depth < count; depth += 1) {
      const id = ids.create("msg");
      const turn = Math.floor(depth / 2);
      const isQuestion = depth % 2 === 0;
      insert.run(
        id,
        conversationId,
        parentId,
        depth,
        isQuestion ? "user" : "assistant",
        (isQuestion ? question : answer)(turn),
        detail,
        nowMs + depth,
      );
      parentId = id;
    }
    database.prepare("UPDATE conversations SET leaf_id = ? WHERE id = ?").run(parentId, conversationId);
  });
  close();
  return Math.floor((count - 1) / 2);
};
