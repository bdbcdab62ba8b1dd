import { createStore } from "zustand/vanilla";
import type { Mode } from "#core/plans/schema";
import type { Workspace } from "#core/workspace/schema";
import { attempt, type Client, type ClientError } from "../../bridge/index.ts";

const folderKey = "olympus-task-folder";

interface DeskState {
  /** Null until read. */
  readonly folders: readonly Workspace[] | null;
  /** The folder's path; null where none is chosen. */
  readonly root: string | null;
  readonly mode: Mode;
  readonly problem: ClientError | null;
  /** Grows with every task begun here. */
  readonly begun: number;
}

export interface TaskWish {
  readonly goal: string;
  readonly workspaceRoot: string;
  readonly mode: Mode;
  readonly conversationId: string;
  readonly modelId: string | null;
}

/** Where a goal is to be worked on and how far that may go. The folder is remembered by this browser; the mode is Draft in every new window. */
export const createTaskDesk = ({ agents, workspaces }: Client, storage: Pick<Storage, "getItem" | "setItem"> = localStorage) => {
  const store = createStore<DeskState>(() => ({ folders: null, root: null, mode: "draft", problem: null, begun: 0 }));

  const choose = (root: string): void => {
    storage.setItem(folderKey, root);
    store.setState({ root });
  };

  return {
    store,
    choose,
    setMode: (mode: Mode): void => store.setState({ mode }),
    /** Reads what is granted; a folder that was taken back is no longer chosen. */
    load: async (): Promise<void> => {
      const found = await attempt(workspaces.list());
      if (!found.ok) return store.setState({ problem: found.error });
      const wanted = store.getState().root ?? storage.getItem(folderKey);
      const root = found.value.find((folder) => folder.root === wanted)?.root ?? null;
      store.setState({ folders: found.value, root, problem: null });
    },
    grant: async (path: string) => {
      const granted = await attempt(workspaces.grant({ path, access: "write" }));
      if (!granted.ok) return granted;
      const { value } = granted;
      store.setState(({ folders }) => ({
        folders: [...(folders ?? []).filter(({ id, root }) => id !== value.id && root !== value.root), value],
      }));
      choose(value.root);
      return granted;
    },
    start: async (wish: TaskWish) => {
      const started = await attempt(agents.start(wish));
      if (started.ok) store.setState(({ begun }) => ({ begun: begun + 1 }));
      return started;
    },
  };
};

export type TaskDesk = ReturnType<typeof createTaskDesk>;
