import { z } from "zod";

/** Every way the data folder can refuse to open. None of them has changed anything on disk. */
export const storeErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("DataFolderHeld"), dataDir: z.string(), pid: z.number(), startedAtMs: z.number() }),
  z.object({ type: z.literal("DataFolderReadOnly"), dataDir: z.string() }),
  z.object({ type: z.literal("DataFolderFull"), dataDir: z.string(), freeBytes: z.number(), neededBytes: z.number() }),
  z.object({ type: z.literal("DatabaseCorrupt"), path: z.string(), reason: z.string() }),
  z.object({ type: z.literal("DatabaseNewer"), path: z.string(), version: z.number(), supported: z.number() }),
  z.object({
    type: z.literal("MigrationFailed"),
    version: z.number(),
    name: z.string(),
    reason: z.string(),
    backupPath: z.string().nullable(),
  }),
]);
export type StoreError = z.infer<typeof storeErrorSchema>;

export const backupErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("BackupNotFound"), path: z.string() }),
  z.object({ type: z.literal("BackupCorrupt"), path: z.string(), reason: z.string() }),
  z.object({ type: z.literal("BackupFailed"), path: z.string(), reason: z.string() }),
]);
export type BackupError = z.infer<typeof backupErrorSchema>;

/** A finished copy of the database: one file plus `<file>.json`, which is this record. */
export const backupSchema = z.object({
  path: z.string(),
  createdAtMs: z.number(),
  sizeBytes: z.number(),
  sha256: z.string(),
  schemaVersion: z.number(),
});
export type Backup = z.infer<typeof backupSchema>;

/** `applied` ≤ `latest`; newest step last. */
export const migrationStatusSchema = z.object({
  applied: z.number(),
  latest: z.number(),
  steps: z.array(z.object({ version: z.number(), name: z.string(), appliedAtMs: z.number().nullable() })),
});
export type MigrationStatus = z.infer<typeof migrationStatusSchema>;
