import { useEffect, useState } from "react";
import { useClient } from "../../bridge/index.ts";
import { createPromptsState, type Prompts } from "./prompts-state.ts";

/** The kept prompts, read when the component appears. */
export const useLoadedPrompts = (): Prompts => {
  const client = useClient();
  const [prompts] = useState(() => createPromptsState(client));
  useEffect(() => {
    const controller = new AbortController();
    void prompts.reload(controller.signal);
    return () => controller.abort();
  }, [prompts]);
  return prompts;
};
