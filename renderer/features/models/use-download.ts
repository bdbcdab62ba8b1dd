import { useState } from "react";
import { attempt, useClient, type Client, type ClientError } from "../../bridge/index.ts";

type Wanted = Parameters<Client["hub"]["download"]>[0];

/** Begins a download and keeps what stood in its way. */
export const useDownload = () => {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ClientError | null>(null);
  return {
    busy,
    problem,
    begin: async (wanted: Wanted): Promise<boolean> => {
      setBusy(true);
      setProblem(null);
      const outcome = await attempt(client.hub.download(wanted));
      setBusy(false);
      if (!outcome.ok) setProblem(outcome.error);
      return outcome.ok;
    },
  };
};
