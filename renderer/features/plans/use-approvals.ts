import { useEffect, useState } from "react";
import type { Answer, ApprovalRequest } from "#core/permission/schema";
import type { Result } from "#core/base/schema";
import { attempt, follow, useClient, type ClientError } from "../../bridge/index.ts";

export interface Approvals {
  /** Open questions, as the host orders them; null until known. */
  readonly requests: readonly ApprovalRequest[] | null;
  readonly decide: (request: ApprovalRequest, answer: Answer) => Promise<Result<unknown, ClientError>>;
}

export const useApprovals = (): Approvals => {
  const client = useClient();
  const [requests, setRequests] = useState<readonly ApprovalRequest[] | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    void follow((signal) => client.approvals.watch(undefined, { signal }), setRequests, controller.signal);
    return () => controller.abort();
  }, [client]);
  return { requests, decide: ({ id: approvalId }, answer) => attempt(client.approvals.decide({ approvalId, answer })) };
};
