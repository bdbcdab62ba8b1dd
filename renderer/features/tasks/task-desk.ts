import { createStore } from "zustand/vanilla";
import type { TaskLimitsChange } from "#core/agents/schema";
import type { ModelInfo } from "#core/llm/schema";
import type { Mode } from "#core/plans/schema";
import type { Workspace } from "#core/workspace/schema";
import { attempt, type Client, type ClientError } from "../../bridge/index.ts";
import { rememberedFolder, rememberFolder } from "../../ui/remembered-folder.ts";

interface DeskState {
  /** Null until read. */
  readonly folders: readonly Workspace[] | null;
  /** The folder's path; null where none is chosen. */
  readonly root: string | null;
  readonly mode: Mode;
  /** Who is set up and can make a plan, in the order they are asked; null until known. One that cannot be reached just now counts: asking tells why. */
  readonly planners: readonly ModelInfo[] | null;
  readonly problem: ClientError | null;
  /** Grows with every task begun here. */
  readonly begun: number;
}

export interface TaskWish {
  readonly goal: string;
  readonly workspaceRoot: string;
  readonly mode: Mode;
  readonly conversationId: string | null;
  readonly modelId: string | null;
  /** Nothing of the goal leaves this machine. */
  readonly isPrivate?: boolean;
  readonly limits?: TaskLimitsChange | undefined;
}

/** Where a goal is to be worked on and how far that may go. The folder is remembered by this browser; the mode is Draft in every new window. */
export const createTaskDesk = ({ agents, models, workspaces }: Client, storage: Pick<Storage, "getItem" | "setItem"> = localStorage) => {
  const store = createStore<DeskState>(() => ({
    folders: null,
    root: null,
    mode: "draft",
    planners: null,
    problem: null,
    begun: 0,
  }));

  const choose = (root: string): void => {
    rememberFolder(root, storage);
    store.setState({ root });
  };

  return {
    store,
    choose,
    setMode: (mode: Mode): void => store.setState({ mode }),
    /** Reads what is granted and who is there; a folder that was taken back is no longer chosen. */
    load: async (): Promise<void> => {
      const [folders, known] = await Promise.all([attempt(workspaces.list()), attempt(models.list())]);
      if (known.ok) store.setState({ planners: known.value.filter(({ place }) => place !== "extractive") });
      if (!folders.ok) return store.setState({ problem: folders.error });
      const wanted = rememberedFolder(storage);
      const root = folders.value.find((folder) => folder.root === wanted)?.root ?? null;
      store.setState({ folders: folders.value, root, problem: null });
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
    start: async ({ limits = {}, ...wish }: TaskWish) => {
      const started = await attempt(agents.start({ ...wish, limits }));
      if (started.ok) store.setState(({ begun }) => ({ begun: begun + 1 }));
      return started;
    },
  };
};

export type TaskDesk = ReturnType<typeof createTaskDesk>;
