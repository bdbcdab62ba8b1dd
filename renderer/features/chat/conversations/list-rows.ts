import type { Conversation, Folder } from "#core/chat/schema";
import { groupConversations, type GroupLabel } from "./conversation-groups.ts";
import { isUnfiled } from "./list-state.ts";

export type SectionLabel = GroupLabel | { readonly type: "pinned" | "folders" } | { readonly type: "folder"; readonly folder: Folder };

/** What happened in conversations that are out of sight. */
export interface FolderMarks {
  readonly answering: boolean;
  readonly unread: boolean;
}

/** One line of the list. `section` is the same for all lines under one heading. */
export type ListRow =
  | { readonly type: "heading"; readonly key: string; readonly section: string; readonly label: SectionLabel }
  | {
      readonly type: "folder";
      readonly key: string;
      readonly section: string;
      readonly folder: Folder;
      readonly open: boolean;
      readonly count: number;
      readonly marks: FolderMarks;
    }
  | { readonly type: "empty-folder"; readonly key: string; readonly section: string; readonly folder: Folder }
  | {
      readonly type: "conversation";
      readonly key: string;
      readonly section: string;
      readonly conversation: Conversation;
      /** The folder it is shown in here. */
      readonly folder: Folder | null;
      /** Its place among the conversations of its section, counted from 1, and their number. */
      readonly place: number;
      readonly of: number;
    };

export interface ListSection {
  readonly key: string;
  readonly label: SectionLabel;
}

interface ListInput {
  /** Newest first, without what is hidden or archived. */
  readonly conversations: readonly Conversation[];
  readonly folders: readonly Folder[];
  readonly open: ReadonlySet<string>;
  readonly nowMs: number;
}

const rowsOf = (section: string, conversations: readonly Conversation[], folder: Folder | null): ListRow[] =>
  conversations.map((conversation, index) => ({
    type: "conversation",
    key: `${section}/${conversation.id}`,
    section,
    conversation,
    folder,
    place: index + 1,
    of: conversations.length,
  }));

const folderRows = (folder: Folder, members: readonly Conversation[], open: boolean): ListRow[] => {
  const section = `folder/${folder.id}`;
  const marks = { answering: members.some(({ answering }) => answering), unread: members.some(({ unread }) => unread) };
  const head: ListRow = { type: "folder", key: section, section, folder, open, count: members.length, marks };
  if (!open) return [head];
  if (members.length === 0) return [head, { type: "empty-folder", key: `${section}/empty`, section, folder }];
  return [head, ...rowsOf(section, members, folder)];
};

const groupKey = (label: GroupLabel): string => (label.type === "month" ? `month-${label.startMs}` : label.type);

/** The list from top to bottom: pinned, folders, then by date what is in neither. A pinned conversation also stands in its folder. */
export const listRows = ({ conversations, folders, nowMs, open }: ListInput): readonly ListRow[] => {
  const heading = (section: string, label: SectionLabel): ListRow => ({ type: "heading", key: section, section, label });
  const pinned = conversations.filter((conversation) => conversation.pinned);
  const byFolder = Map.groupBy(conversations, ({ folderId }) => folderId);
  const groups = groupConversations(conversations.filter(isUnfiled), nowMs);
  return [
    ...(pinned.length === 0 ? [] : [heading("pinned", { type: "pinned" }), ...rowsOf("pinned", pinned, null)]),
    ...(folders.length === 0 ? [] : [heading("folders", { type: "folders" })]),
    ...folders.flatMap((folder) => folderRows(folder, byFolder.get(folder.id) ?? [], open.has(folder.id))),
    ...groups.flatMap(({ label, conversations: members }) => [heading(groupKey(label), label), ...rowsOf(groupKey(label), members, null)]),
  ];
};

/** Whether the arrow keys stop at it. */
export const isStop = (row: ListRow | undefined): row is Extract<ListRow, { type: "folder" | "conversation" }> =>
  row?.type === "folder" || row?.type === "conversation";

/** The next line the arrow keys stop at, `step` lines away in that direction; where there is none, the one it started from. */
export const nextStop = (rows: readonly ListRow[], from: number, step: 1 | -1): number => {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) if (isStop(rows[index])) return index;
  return from;
};
