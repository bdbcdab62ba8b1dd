import { resolve } from "node:path";
import { systemClock } from "#core/base";
import { restoreBackup, verifyBackup } from "#core/store";
import type { Backup } from "#core/store/schema";
import { dataDirOf } from "../places.ts";
import { answer, fail, misused, type RunCommand } from "./command.ts";
import { withClient } from "./open-client.ts";
import { errorSentence } from "../sentences.ts";

const sentence = ({ path, sizeBytes, createdAtMs }: Backup): string =>
  `${path}\n${(sizeBytes / 1024 ** 2).toFixed(1)} MB, made ${new Date(createdAtMs).toISOString()}, checked page by page`;

export const runBackup: RunCommand = async ({ words, json }, terminal) => {
  const [action = "", file] = words;
  const usage = "Usage: olympus backup create | verify FILE | restore FILE";
  if ((action === "create") !== (file === undefined)) return misused(terminal, usage);
  const path = resolve(terminal.callerDir, file ?? "");

  switch (action) {
    case "create":
      return withClient(terminal, json, async (client) => {
        const backup = await client.backup.create(undefined, { signal: terminal.signal });
        answer(terminal, json, backup, sentence(backup));
        return 0;
      });
    case "verify": {
      // Without opening Olympus, like restore below: the database may be too damaged to open.
      const verified = await verifyBackup(path);
      if (!verified.ok) return fail(terminal, json, verified.error, errorSentence(verified.error));
      answer(terminal, json, verified.value, sentence(verified.value));
      return 0;
    }
    case "restore": {
      const restored = await restoreBackup(dataDirOf(terminal.environment), path, { clock: systemClock });
      if (!restored.ok) return fail(terminal, json, restored.error, errorSentence(restored.error));
      const { replacedPath } = restored.value;
      const kept = replacedPath === null ? "" : `\nThe replaced database is kept at ${replacedPath}`;
      answer(terminal, json, restored.value, `Restored ${restored.value.backup.path}${kept}`);
      return 0;
    }
    default:
      return misused(terminal, usage);
  }
};
