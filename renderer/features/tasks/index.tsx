import { addTexts } from "../../ui/i18n.ts";
import en from "./en.json";

addTexts("tasks", en);

export { ConversationTasks } from "./conversation-tasks.tsx";
export { StartTask } from "./start-task.tsx";
export { useDoing } from "./use-doing.tsx";
