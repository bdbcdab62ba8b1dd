import type { ClockDep, IdsDep, LogDep } from "#core/base";
import type { Result } from "#core/base/schema";
import { ok } from "#core/base/schema";
import type { SettingsDep } from "#core/settings";
import type { StoreDep } from "#core/store";
import { createArchive } from "./archive.ts";
import { createAsking } from "./asking.ts";
import { createChanges } from "./changes.ts";
import { createConversationPlaces, type PlacePatch } from "./conversation-places.ts";
import type { AnsweringDep } from "./conversation-row.ts";
import { createConversations } from "./conversations.ts";
import { toJsonFile, toMarkdownFile, type ExportedFile } from "./export.ts";
import { createFindInBranch } from "./find-in-branch.ts";
import { createFolders } from "./folders.ts";
import { createImages } from "./images.ts";
import type { AnswererDep, LibraryDep } from "./ports.ts";
import { createQueueLines } from "./queue-lines.ts";
import { createQueue } from "./queue.ts";
import type { ChatError, Conversation, ConversationId, Folder, FolderId, MessageId, MessagePage } from "./schema.ts";
import { createTextSearch } from "./text-search.ts";
import { createTurns } from "./turns.ts";

export type ChatDeps = AnswererDep & ClockDep & IdsDep & LibraryDep & LogDep & SettingsDep & StoreDep;

/** Conversations: trees of questions and answers, with at most one answer under way in each, a line of questions behind it, and a place in the list. */
export const createChat = (deps: ChatDeps) => {
  const answering: AnsweringDep = { isAnswering: (id) => turns.isUnderWay(id) };
  const conversations = createConversations({ ...deps, ...answering });
  const places = createConversationPlaces({ ...deps, ...answering });
  const archive = createArchive(deps.store.database);
  const folders = createFolders(deps);
  const images = createImages(deps);
  const lines = createQueueLines(deps);
  const changes = createChanges({ conversations, folders });
  const turns = createTurns({
    ...deps,
    conversations,
    places,
    pictureOf: images.part,
    onEnd: (id, state) => {
      changes.tellConversation(id);
      queue.turnEnded(id, state);
    },
  });
  const asking = createAsking({ ...deps, changes, conversations, images, places, turns });
  const queue = createQueue({ ...deps, asking, changes, images, lines, places, turns });
  conversations.endInterrupted();
  lines.holdAll();
  images.dropUnowned();

  /** The conversation as it is after a change, told to everybody who watches. */
  const changed = (id: ConversationId): Result<Conversation, ChatError> => {
    changes.tellConversation(id);
    return conversations.conversation(id);
  };

  const foldersChanged = <T>(result: Result<T, ChatError>): Result<T, ChatError> => {
    if (result.ok) changes.tellFolders();
    return result;
  };

  return {
    list: places.list,
    message: conversations.message,
    page: conversations.page,
    open: conversations.lastPage,
    search: createTextSearch(deps),
    find: createFindInBranch(conversations),
    watch: changes.watch,
    /** For whoever changed many conversations at once. */
    tellEverything: changes.tellEverything,

    create: (title: string): Conversation => {
      const created = conversations.create(title);
      changes.tellConversation(created.id);
      return created;
    },
    rename: (id: ConversationId, title: string): Result<Conversation, ChatError> => {
      conversations.rename(id, title);
      return changed(id);
    },
    organise: (id: ConversationId, patch: PlacePatch): Result<Conversation, ChatError> => {
      const placed = places.organise(id, patch);
      return placed.ok ? changed(id) : placed;
    },
    markRead: (id: ConversationId): Result<Conversation, ChatError> => (places.markRead(id) ? changed(id) : conversations.conversation(id)),

    send: asking.send,
    edit: asking.edit,
    regenerate: asking.regenerate,
    follow: turns.follow,
    /** The line behind the answer is held, also when the answer comes to its end at this very moment. */
    stop: async (id: ConversationId): Promise<boolean> => {
      if (turns.isUnderWay(id)) queue.hold(id);
      return turns.stop(id, "user");
    },

    select: (id: MessageId): Result<MessagePage, ChatError> => {
      const chosen = conversations.select(id);
      if (!chosen.ok) return chosen;
      changes.tellConversation(chosen.value);
      return conversations.lastPage(chosen.value, 60);
    },

    /** Deletes a conversation for good, with its pictures and what waits in it; an answer under way is stopped first. */
    remove: async (id: ConversationId): Promise<boolean> => {
      queue.clear(id);
      await turns.stop(id, "user");
      const removed = conversations.remove(id);
      if (removed) changes.tellRemoved(id);
      return removed;
    },

    export: (id: ConversationId, format: "markdown" | "json"): Result<ExportedFile, ChatError> => {
      const found = conversations.conversation(id);
      if (!found.ok) return found;
      if (format === "json") return ok(toJsonFile(found.value, conversations.everyMessage(id), archive.extras(id)));
      const branch = conversations.page(id, 0, found.value.messageCount);
      return branch.ok ? ok(toMarkdownFile(found.value, branch.value.messages)) : branch;
    },

    folders: {
      list: folders.list,
      create: (name: string) => foldersChanged(folders.create(name)),
      rename: (id: FolderId, name: string) => foldersChanged(folders.rename(id, name)),
      move: (id: FolderId, position: number): Result<Folder[], ChatError> => foldersChanged(folders.move(id, position)),
      /** False when there was none. Its conversations stay, in no folder. */
      remove: (id: FolderId): boolean => {
        const left = folders.remove(id);
        if (left === null) return false;
        changes.tellFolders();
        changes.tellConversations(left);
        return true;
      },
    },
    images: { add: images.add, read: images.read },
    queue: { get: queue.get, add: queue.add, update: queue.update, move: queue.move, remove: queue.remove, resume: queue.resume },

    /** Stops all answers; their texts are saved when it resolves. Nothing that waits is asked any more. */
    close: async (): Promise<void> => {
      queue.close();
      await Promise.all(turns.running().map((id) => turns.stop(id, "shutdown")));
      changes.close();
    },
  };
};

export type Chat = ReturnType<typeof createChat>;
