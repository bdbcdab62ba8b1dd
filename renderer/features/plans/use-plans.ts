import { useMemo } from "react";
import { useClient } from "../../bridge/index.ts";
import { createPlansClient, type PlansClient } from "./plans-client.ts";

export const usePlans = (): PlansClient => {
  const client = useClient();
  return useMemo(() => createPlansClient(client), [client]);
};
