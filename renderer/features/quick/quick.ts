import { createStore } from "zustand/vanilla";
import type { ChatEvent, ConversationId, Message } from "#core/chat/schema";
import { attempt, consume, type Bridge, type BroughtFile, type ClientError } from "../../bridge/index.ts";
import { readFile, type QuickFile } from "./quick-files.ts";

export interface QuickTurn {
  readonly question: string;
  /** Grows while the answer comes. */
  readonly text: string;
  /** The stored answer, once it is whole. */
  readonly answer: Message | null;
}

export interface QuickState {
  readonly text: string;
  /** A link wrote the text, and nobody has touched it since. */
  readonly fromLink: boolean;
  readonly files: readonly QuickFile[];
  /** The newest question and its answer. */
  readonly turn: QuickTurn | null;
  readonly busy: boolean;
  /** The question goes off as soon as its files are read. */
  readonly waiting: boolean;
  readonly problem: ClientError | null;
  readonly conversationId: ConversationId | null;
}

const empty: QuickState = {
  text: "",
  fromLink: false,
  files: [],
  turn: null,
  busy: false,
  waiting: false,
  problem: null,
  conversationId: null,
};

/** A box, the last answer, and the conversation they belong to. The conversation is an ordinary one: it is in the main window's list from its first question on. */
export const createQuick = (bridge: Bridge) => {
  const { client } = bridge;
  const store = createStore<QuickState>(() => empty);
  const { getState: get, setState: set } = store;
  const reading = new Map<string, AbortController>();
  /** Counts the questions, so that an answer nobody waits for any more changes nothing. */
  let asked = 0;

  const patchFile = (id: string, change: Partial<QuickFile>) =>
    set(({ files }) => ({ files: files.map((file) => (file.id === id ? { ...file, ...change } : file)) }));
  const patchTurn = (change: (turn: QuickTurn) => Partial<QuickTurn>) =>
    set(({ turn }) => ({ turn: turn === null ? null : { ...turn, ...change(turn) } }));

  const isReading = () => get().files.some(({ state }) => state === "reading");

  const add = async (brought: BroughtFile): Promise<void> => {
    const id = crypto.randomUUID();
    const controller = new AbortController();
    reading.set(id, controller);
    set(({ files }) => ({ files: [...files, { id, name: brought.name, state: "reading", documentId: null }] }));
    const read = await readFile(bridge, brought, controller.signal);
    reading.delete(id);
    patchFile(id, read.ok ? { state: "ready", documentId: read.value } : { state: "failed" });
    if (get().waiting && !isReading()) void ask();
  };

  const conversation = async (): Promise<ConversationId | null> => {
    const { conversationId } = get();
    if (conversationId !== null) return conversationId;
    const created = await attempt(client.chat.create({ title: "" }));
    if (created.ok) set({ conversationId: created.value.id });
    else set({ problem: created.error });
    return created.ok ? created.value.id : null;
  };

  const ask = async (): Promise<void> => {
    const { busy, files, text } = get();
    const question = text.trim();
    if (question === "" || busy) return;
    if (isReading()) return set({ waiting: true });
    asked += 1;
    const turn = asked;
    set({ busy: true, waiting: false, problem: null, fromLink: false });
    const conversationId = await conversation();
    if (conversationId === null || turn !== asked) return turn === asked ? set({ busy: false }) : undefined;
    set({ text: "", files: [], turn: { question, text: "", answer: null } });
    const attachments = files.flatMap(({ documentId }) => documentId ?? []);
    const onEvent = (event: ChatEvent) => {
      if (turn !== asked) return;
      if (event.type === "chat-delta") patchTurn((present) => ({ text: present.text + event.text }));
      if (event.type === "chat-turn-end") patchTurn(() => ({ text: event.answer.text, answer: event.answer }));
    };
    const outcome = await consume(client.chat.send({ conversationId, text: question, attachments }), onEvent);
    if (turn !== asked) return;
    set({ busy: false, problem: outcome.ok ? null : outcome.error });
    // Nothing arrived: the words are still the person's to send again.
    if (!outcome.ok && get().turn?.text === "") set({ text: question, files, turn: null });
  };

  return {
    store,
    write: (text: string) => set({ text, fromLink: false }),
    /** Text from elsewhere, beside what is written already. */
    fill: (filled: string) =>
      set(({ text }) => ({ waiting: false, text: text.trim() === "" ? filled : `${text}\n${filled}`, fromLink: true })),
    add,
    leaveOut: (id: string) => {
      reading.get(id)?.abort();
      set(({ files }) => ({ files: files.filter((file) => file.id !== id), waiting: false }));
    },
    ask,
    stop: () => {
      const { conversationId } = get();
      if (conversationId !== null) void attempt(client.chat.stop({ conversationId }));
    },
    /** The next question begins a conversation of its own. What is written and not asked stays; an answer under way goes on in its conversation. */
    startAnew: () => {
      asked += 1;
      set(({ files, fromLink, text }) => ({ ...empty, text, files, fromLink }));
    },
  };
};

export type Quick = ReturnType<typeof createQuick>;
