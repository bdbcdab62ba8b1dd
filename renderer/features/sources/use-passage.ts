import { useEffect, useState } from "react";
import type { Result } from "#core/base/schema";
import type { Passage } from "#core/memory/schema";
import { attempt, useClient, type ClientError } from "../../bridge/index.ts";

/** Characters shown on either side of the chunk. */
const around = 3000;

/** The passage around a chunk; null while it is being read. */
export const usePassage = (chunkId: number): Result<Passage, ClientError> | null => {
  const client = useClient();
  const [answer, setAnswer] = useState<{ readonly chunkId: number; readonly passage: Result<Passage, ClientError> } | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    void attempt(client.library.passage({ chunkId, around }, { signal: controller.signal }), controller.signal).then((passage) => {
      if (!controller.signal.aborted) setAnswer({ chunkId, passage });
    });
    return () => controller.abort();
  }, [client, chunkId]);
  return answer?.chunkId === chunkId ? answer.passage : null;
};
