import { err, type Result } from "#core/base/schema";
import type { ModelInfo } from "#core/llm/schema";
import { attempt, storeFiles, type Bridge, type BroughtFile, type ClientError } from "../../bridge/index.ts";

const isGguf = ({ name }: BroughtFile): boolean => name.toLowerCase().endsWith(".gguf");

/**
 * Uses a dropped GGUF file: on the desktop where it lies, in a browser after it was sent to the host. Null when none of the files is one.
 * `onShare`: how much of it is sent, 0…1.
 */
export const addDropped = async (
  bridge: Bridge,
  files: readonly BroughtFile[],
  onShare: (share: number) => void,
): Promise<Result<ModelInfo, ClientError> | null> => {
  const file = files.find(isGguf);
  if (file === undefined) return null;
  const stored = await storeFiles(bridge, [file], { onProgress: onShare });
  if (!stored.ok) return stored;
  const [path] = stored.value.paths;
  if (path === undefined) return err({ type: "UploadRefused", reason: file.name });
  return attempt(bridge.client.models.addFile({ path }));
};
