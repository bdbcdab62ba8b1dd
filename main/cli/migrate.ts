import { silentLog, systemClock } from "#core/base";
import { ok, type Result } from "#core/base/schema";
import { migrations } from "#core/host";
import { openStore, readMigrationStatus } from "#core/store";
import type { MigrationStatus, StoreError } from "#core/store/schema";
import { dataDirOf } from "../places.ts";
import { answer, fail, misused, type RunCommand } from "./command.ts";
import { errorSentence } from "../sentences.ts";

const table = (status: MigrationStatus): string =>
  [
    `version ${status.applied} of ${status.latest}`,
    ...status.steps.map(
      ({ version, name, appliedAtMs }) =>
        `${String(version).padStart(4)}  ${appliedAtMs === null ? "not applied".padEnd(24) : new Date(appliedAtMs).toISOString()}  ${name}`,
    ),
  ].join("\n");

/** Opens the store at a version and closes it again. */
const migrateTo = (dataDir: string, targetVersion: number | undefined): Result<MigrationStatus, StoreError> => {
  const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog, targetVersion });
  if (!opened.ok) return opened;
  const status = opened.value.migrations();
  opened.value.close();
  return ok(status);
};

export const runMigrate: RunCommand = async ({ words, json }, terminal) => {
  const [action] = words;
  const dataDir = dataDirOf(terminal.environment);
  if (action !== "status" && action !== "up" && action !== "down") return misused(terminal, "Usage: olympus migrate status | up | down");
  const before = readMigrationStatus(dataDir, migrations);
  if (!before.ok) return fail(terminal, json, before.error, errorSentence(before.error));
  if (action === "status") {
    answer(terminal, json, before.value, table(before.value));
    return 0;
  }
  const migrated = migrateTo(dataDir, action === "up" ? undefined : Math.max(0, before.value.applied - 1));
  if (!migrated.ok) return fail(terminal, json, migrated.error, errorSentence(migrated.error));
  answer(terminal, json, migrated.value, table(migrated.value));
  return 0;
};
