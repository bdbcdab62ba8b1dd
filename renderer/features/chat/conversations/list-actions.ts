import type { Conversation, ConversationId, Folder, FolderId } from "#core/chat/schema";
import type { ClientError } from "../../../bridge/index.ts";
import { errorText } from "../../../ui/error-text.ts";
import { i18n } from "../../../ui/i18n.ts";
import { goTo, parseRoute } from "../../../ui/route.ts";
import { showToast } from "../../../ui/toast-store.ts";
import type { Conversations, PlaceChange } from "./conversations.ts";
import type { OpenFolders } from "./open-folders.ts";

interface ListActionDeps {
  readonly conversations: Conversations;
  readonly openFolders: OpenFolders;
}

type Placed = readonly [ConversationId, PlaceChange];

const say = (key: string, values: Record<string, unknown> = {}): string => i18n.t(key, { ns: "chat", ...values });

const tellProblem = (problem: ClientError | null): void => {
  if (problem !== null) showToast({ ...errorText(problem), tone: "danger" });
};

/** A title where it is about one; several are only counted. */
const textOf = (conversations: readonly Conversation[]): { readonly text?: string } => {
  const [only, another] = conversations;
  return only === undefined || another !== undefined ? {} : { text: only.title || say("list.untitled") };
};

/** Leaves the conversation that is open where it is one of these; answers how to come back. */
const leave = (conversations: readonly Conversation[]): (() => void) => {
  const route = parseRoute(location.hash);
  const open = route.screen === "chat" ? conversations.find(({ id }) => id === route.conversationId) : undefined;
  if (open === undefined) return () => {};
  goTo({ screen: "new-chat" });
  return () => goTo({ screen: "chat", conversationId: open.id, messageId: null });
};

/** What a person does with whole conversations and folders. It is done at once, and a toast undoes it. */
export const createListActions = ({ conversations, openFolders }: ListActionDeps) => {
  const organise = async (changes: readonly Placed[]): Promise<void> => tellProblem(await conversations.organiseAll(changes));
  const placeAgain = (placed: readonly Conversation[]): Promise<void> =>
    organise(placed.map(({ archived, folderId, id, pinned }) => [id, { archived, folderId, pinned }]));

  const move = (moved: readonly Conversation[], folder: Folder | null): void => {
    const others = moved.filter(({ folderId }) => folderId !== (folder?.id ?? null));
    if (others.length === 0) return;
    void organise(others.map(({ id }) => [id, { folderId: folder?.id ?? null }]));
    showToast({
      title:
        folder === null ? say("done.unfiled", { count: others.length }) : say("done.moved", { count: others.length, name: folder.name }),
      ...textOf(others),
      action: { label: say("list.undo"), onSelect: () => void placeAgain(others) },
    });
  };

  /** A folder as it was, with what was in it. */
  const restoreFolder = async ({ name, position, id }: Folder, members: readonly ConversationId[]): Promise<void> => {
    const created = await conversations.createFolder(name);
    if (!created.ok) return tellProblem(created.error);
    const moved = await conversations.moveFolder(created.value.id, position);
    if (!moved.ok) tellProblem(moved.error);
    openFolders.set(created.value.id, openFolders.store.getState().ids.has(id));
    await organise(members.map((member) => [member, { folderId: created.value.id }]));
  };

  return {
    pin: ({ id }: Conversation, pinned: boolean): void => void organise([[id, { pinned }]]),
    archive: (archived: readonly Conversation[]): void => {
      const comeBack = leave(archived);
      void organise(archived.map(({ id }) => [id, { archived: true }]));
      showToast({
        title: say("done.archived", { count: archived.length }),
        ...textOf(archived),
        action: {
          label: say("list.undo"),
          onSelect: () => {
            void placeAgain(archived);
            comeBack();
          },
        },
      });
    },
    bringBack: (brought: readonly Conversation[]): void => {
      void organise(brought.map(({ id }) => [id, { archived: false }]));
      showToast({
        title: say("done.broughtBack", { count: brought.length }),
        ...textOf(brought),
        action: { label: say("list.undo"), onSelect: () => void organise(brought.map(({ id }) => [id, { archived: true }])) },
      });
    },
    move,
    /** Into a folder that is made for it. Answers why not. */
    moveToNew: async (moved: readonly Conversation[], name: string): Promise<ClientError | null> => {
      const created = await conversations.createFolder(name);
      if (!created.ok) return created.error;
      openFolders.set(created.value.id, true);
      move(moved, created.value);
      return null;
    },
    /** Out of sight at once, gone when the undo has passed; closing the window meanwhile keeps it. */
    remove: (removed: readonly Conversation[]): void => {
      const hide = (hidden: boolean) => removed.forEach(({ id }) => conversations.hide(id, hidden));
      const comeBack = leave(removed);
      hide(true);
      showToast({
        title: say("done.removed", { count: removed.length }),
        ...textOf(removed),
        action: {
          label: say("list.undo"),
          onSelect: () => {
            hide(false);
            comeBack();
          },
        },
        onExpire: () => {
          void Promise.all(removed.map(({ id }) => conversations.remove(id))).then((outcomes) =>
            tellProblem(outcomes.find((outcome) => !outcome.ok)?.error ?? null),
          );
        },
      });
    },
    /** One place up (-1) or down (1). */
    shiftFolder: async ({ id, position }: Folder, step: 1 | -1): Promise<void> => {
      const moved = await conversations.moveFolder(id, Math.max(0, position + step));
      if (!moved.ok) tellProblem(moved.error);
    },
    /** Its conversations stay, in no folder; undone, they are in it again. */
    removeFolder: async (folder: Folder): Promise<void> => {
      // What is in the archive lies in folders too.
      if (conversations.store.getState().archived === null) await conversations.loadArchived();
      const { archived, conversations: all } = conversations.store.getState();
      const members = [...all, ...(archived ?? [])].filter(({ folderId }) => folderId === folder.id).map(({ id }) => id);
      const removed = await conversations.removeFolder(folder.id as FolderId);
      if (!removed.ok) return tellProblem(removed.error);
      showToast({
        title: say("done.folderRemoved", { name: folder.name }),
        text: say("done.folderKept", { count: members.length }),
        action: { label: say("list.undo"), onSelect: () => void restoreFolder(folder, members) },
      });
    },
  };
};

export type ListActions = ReturnType<typeof createListActions>;
