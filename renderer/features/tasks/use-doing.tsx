import { useStore } from "zustand";
import { errorText } from "../../ui/error-text.ts";
import { showToast } from "../../ui/toast-store.ts";
import { TaskChoices } from "./task-choices.tsx";
import type { TaskWish } from "./task-desk.ts";
import { useDesk } from "./use-desk.ts";

/** For a composer: what a goal needs besides its words, whether that is chosen, and how to begin. */
export const useDoing = () => {
  const desk = useDesk();
  const ready = useStore(desk.store, ({ planners, root }) => root !== null && planners?.length !== 0);
  return {
    choices: (
      <div className="border-t border-line/70 pt-2.5">
        <TaskChoices />
      </div>
    ),
    ready,
    start: async (wish: Pick<TaskWish, "goal" | "conversationId" | "modelId" | "isPrivate">): Promise<boolean> => {
      const { mode, root } = desk.store.getState();
      if (root === null) return false;
      const started = await desk.start({ ...wish, workspaceRoot: root, mode });
      if (!started.ok) showToast({ ...errorText(started.error), tone: "danger" });
      return started.ok;
    },
  };
};
