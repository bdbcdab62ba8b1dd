import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { settingsPatchSchema, settingsSchema } from "#core/settings/schema";
import { backupSchema, migrationStatusSchema } from "#core/store/schema";
import { checkSchema, systemInfoSchema } from "#core/system/schema";
import { operation } from "./operation.ts";

export const settingsContract = {
  get: operation("GET", "/settings", "All settings").output(settingsSchema),
  update: operation("PATCH", "/settings", "Change some settings").input(settingsPatchSchema).output(settingsSchema),
  watch: operation("GET", "/settings/events", "The settings, now and after every change").output(eventIterator(settingsSchema)),
};

export const backupContract = {
  list: operation("GET", "/backups", "Backups in the data folder, newest first").output(z.array(backupSchema)),
  create: operation("POST", "/backups", "Copy the database while it is in use, and verify the copy").output(backupSchema),
  verify: operation("POST", "/backups/verify", "Check a backup's checksum and integrity")
    .input(z.object({ path: z.string() }))
    .output(backupSchema),
};

export const systemContract = {
  info: operation("GET", "/system", "What runs, where, with which data").output(systemInfoSchema),
  doctor: operation("GET", "/system/checks", "A look at everything Olympus depends on").output(z.array(checkSchema)),
  migrations: operation("GET", "/system/migrations", "Schema steps and when they were applied").output(migrationStatusSchema),
};
