import { useState } from "react";
import type { DownloadId } from "#core/hub/schema";
import { attempt, useClient, type Client, type ClientError } from "../../bridge/index.ts";

type Wanted = Parameters<Client["hub"]["download"]>[0];

/** Begins a download; keeps which one it is, or what stood in its way. */
export const useDownload = () => {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [begunId, setBegunId] = useState<DownloadId | null>(null);
  const [problem, setProblem] = useState<ClientError | null>(null);
  return {
    busy,
    problem,
    begunId,
    begin: async (wanted: Wanted): Promise<void> => {
      setBusy(true);
      setProblem(null);
      const outcome = await attempt(client.hub.download(wanted));
      setBusy(false);
      if (outcome.ok) setBegunId(outcome.value.id);
      else setProblem(outcome.error);
    },
  };
};
