import type { Download, DownloadId } from "#core/hub/schema";
import { attempt, type Client, type ClientError } from "../../bridge/index.ts";

/** A download that was not done before is done now. */
export const finishedSince = (before: readonly Download[], now: readonly Download[]): boolean =>
  now.some(({ id, state }) => state === "done" && before.find((earlier) => earlier.id === id)?.state !== "done");

const goesOn = new Set<Download["state"]>(["waiting", "running", "checking", "paused"]);

/** Neither done nor given up. */
export const isUnderWay = ({ state }: Download): boolean => goesOn.has(state);

/** 0…1; null while the whole is not known. */
export const shareOf = ({ receivedBytes, totalBytes }: Download): number | null =>
  totalBytes === null || totalBytes === 0 ? null : Math.min(1, receivedBytes / totalBytes);

/** The download of a variant that is under way or done, the newest. */
export const downloadOf = (downloads: readonly Download[], hubModelId: string, variantId: string): Download | undefined =>
  downloads.find((one) => one.hubModelId === hubModelId && one.variantId === variantId && (isUnderWay(one) || one.state === "done"));

export type DownloadAct = "pause" | "resume" | "cancel" | "clear";

/** Answers what stood in the way, or null. */
export const actOn = async (client: Client, act: DownloadAct, downloadId: DownloadId): Promise<ClientError | null> => {
  const outcome = await attempt<unknown>(client.hub[act]({ downloadId }));
  return outcome.ok ? null : outcome.error;
};
