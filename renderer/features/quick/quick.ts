import { createStore } from "zustand/vanilla";
import type { ChatEvent, ConversationId, Message } from "#core/chat/schema";
import { attempt, consume, type Bridge, type BroughtFile, type ClientError } from "../../bridge/index.ts";
import { isPicture } from "../../ui/pictures/index.ts";
import { readFile, readPicture, type QuickFile } from "./quick-files.ts";

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
  /** Nothing of the next question is to leave this machine. */
  readonly isPrivate: boolean;
  /** Something private was asked in this conversation: the rest of it stays on this machine too. */
  readonly isSettled: boolean;
}

/** The most that one question may hold. */
const mostPictures = 8;

const empty: QuickState = {
  text: "",
  fromLink: false,
  files: [],
  turn: null,
  busy: false,
  waiting: false,
  problem: null,
  conversationId: null,
  isPrivate: false,
  isSettled: false,
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

  /** Gives up the memory of what was only shown. */
  const letGo = (files: readonly QuickFile[]) => {
    for (const { preview } of files) if (preview !== null) URL.revokeObjectURL(preview);
  };

  const isReading = () => get().files.some(({ state }) => state === "reading");

  const add = async (brought: BroughtFile): Promise<void> => {
    const id = crypto.randomUUID();
    const controller = new AbortController();
    reading.set(id, controller);
    const { file, name } = brought;
    set(({ files }) => ({ files: [...files, { id, name, state: "reading", documentId: null, image: null, preview: null }] }));
    if (isPicture(file) && !name.includes("/")) {
      const kept = await readPicture(bridge, brought);
      const wanted = get().files.some((entry) => entry.id === id);
      if (wanted) patchFile(id, kept.ok ? { state: "ready", image: kept.value, preview: URL.createObjectURL(file) } : { state: "failed" });
      if (!kept.ok) set({ problem: kept.error });
    } else {
      const read = await readFile(bridge, brought, controller.signal);
      patchFile(id, read.ok ? { state: "ready", documentId: read.value } : { state: "failed" });
    }
    reading.delete(id);
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
    const { busy, files, isPrivate, isSettled: wasSettled, text } = get();
    const question = text.trim();
    if (question === "" || busy) return;
    if (isReading()) return set({ waiting: true });
    asked += 1;
    const turn = asked;
    set({ busy: true, waiting: false, problem: null, fromLink: false });
    const conversationId = await conversation();
    if (conversationId === null || turn !== asked) return turn === asked ? set({ busy: false }) : undefined;
    set(({ isSettled }) => ({
      text: "",
      files: [],
      isPrivate: false,
      isSettled: isSettled || isPrivate,
      turn: { question, text: "", answer: null },
    }));
    const attachments = files.flatMap(({ documentId }) => documentId ?? []);
    const images = files.flatMap(({ image }) => image?.id ?? []).slice(0, mostPictures);
    const onEvent = (event: ChatEvent) => {
      if (turn !== asked) return;
      if (event.type === "chat-delta") patchTurn((present) => ({ text: present.text + event.text }));
      if (event.type !== "chat-turn-end") return;
      patchTurn(() => ({ text: event.answer.text, answer: event.answer }));
      if (event.answer.isPrivate) set({ isSettled: true });
    };
    const outcome = await consume(client.chat.send({ conversationId, text: question, attachments, images, isPrivate }), onEvent);
    if (turn !== asked) return;
    set({ busy: false, problem: outcome.ok ? null : outcome.error });
    // Nothing arrived: the words are still the person's to send again.
    if (!outcome.ok && get().turn?.text === "") set({ text: question, files, isPrivate, isSettled: wasSettled, turn: null });
    else letGo(files);
  };

  return {
    store,
    write: (text: string) => set({ text, fromLink: false }),
    /** Text from elsewhere, beside what is written already. */
    fill: (filled: string) =>
      set(({ text }) => ({ waiting: false, text: text.trim() === "" ? filled : `${text}\n${filled}`, fromLink: true })),
    setPrivate: (isPrivate: boolean) => set({ isPrivate }),
    add,
    leaveOut: (id: string) => {
      reading.get(id)?.abort();
      letGo(get().files.filter((file) => file.id === id));
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
      set(({ files, fromLink, isPrivate, text }) => ({ ...empty, text, files, fromLink, isPrivate }));
    },
  };
};

export type Quick = ReturnType<typeof createQuick>;
