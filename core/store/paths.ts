import { join } from "node:path";

/** Where things lie in the data folder. */
export const databasePath = (dataDir: string): string => join(dataDir, "olympus.sqlite");
export const backupsDir = (dataDir: string): string => join(dataDir, "backups");
export const lockPath = (dataDir: string): string => join(dataDir, "lock.sqlite");
export const holderPath = (dataDir: string): string => join(dataDir, "holder.json");
