import { useClient, type Client } from "../../bridge/index.ts";
import { createTaskDesk, type TaskDesk } from "./task-desk.ts";

const desks = new WeakMap<Client, TaskDesk>();

/** One per client: what is chosen outlives the screens. */
export const useDesk = (): TaskDesk => {
  const client = useClient();
  const found = desks.get(client);
  if (found !== undefined) return found;
  const desk = createTaskDesk(client);
  desks.set(client, desk);
  return desk;
};
