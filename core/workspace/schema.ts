import { z } from "zod";
import { idSchema } from "#core/base/schema";

export const workspaceIdSchema = idSchema("space");
export type WorkspaceId = z.infer<typeof workspaceIdSchema>;

/** A folder the person has granted. Everything a plan touches lies below one of these. */
export const workspaceSchema = z.object({
  id: workspaceIdSchema,
  /** Real, absolute path, links resolved when it was granted. */
  root: z.string(),
  name: z.string(),
  access: z.enum(["read", "write"]),
  grantedAtMs: z.number(),
});
export type Workspace = z.infer<typeof workspaceSchema>;

/** `path`: absolute; links in it are resolved. `name`: null for the folder's own. */
export const grantRequestSchema = z.object({
  path: z.string(),
  access: z.enum(["read", "write"]).default("write"),
  name: z.string().max(200).nullable().default(null),
});
export type GrantRequest = z.infer<typeof grantRequestSchema>;

/** What stands at a path, exactly enough to notice any change. `mode` holds the permission bits of a file. */
export const fingerprintSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("absent") }),
  z.object({ kind: z.literal("folder") }),
  z.object({ kind: z.literal("file"), sha256: z.string(), sizeBytes: z.number(), mode: z.number() }),
  /** A link, device, socket or pipe: seen, never followed, never written. */
  z.object({ kind: z.literal("other") }),
]);
export type Fingerprint = z.infer<typeof fingerprintSchema>;

/** One change of one place. Paths are relative to the workspace, "/" between names. Every file tool comes down to these, and every one can be undone. */
export const fileOperationSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("make-folder"),
    path: z.string(),
    /** Permission bits; left out: what the account's umask gives. */ mode: z.number().optional(),
  }),
  z.object({ type: z.literal("write-file"), path: z.string(), before: fingerprintSchema, after: fingerprintSchema }),
  z.object({ type: z.literal("move"), from: z.string(), to: z.string(), moved: fingerprintSchema }),
  /** A file goes to Olympus' trash; a folder only when it is empty (its contents are operations of their own). */
  z.object({
    type: z.literal("trash"),
    path: z.string(),
    before: fingerprintSchema,
    /** A folder's permission bits, so that undo gives them back. */
    folderMode: z.number().optional(),
  }),
]);
export type FileOperation = z.infer<typeof fileOperationSchema>;

export const workspaceErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("WorkspaceNotFound"), workspaceId: z.string() }),
  z.object({ type: z.literal("WorkspaceRefused"), path: z.string(), reason: z.string() }),
  /** The path is not one a plan may name, or it leads out of the workspace. */
  z.object({ type: z.literal("PathRefused"), path: z.string(), reason: z.string() }),
  z.object({ type: z.literal("EntryNotFound"), path: z.string() }),
  z.object({ type: z.literal("EntryKindWrong"), path: z.string(), expected: z.enum(["file", "folder"]), found: z.string() }),
  z.object({ type: z.literal("EntryExists"), path: z.string() }),
  z.object({ type: z.literal("EntryTooLarge"), path: z.string(), sizeBytes: z.number(), limitBytes: z.number() }),
  /** Somebody else changed the place since it was looked at; nothing was written. */
  z.object({ type: z.literal("EntryChanged"), path: z.string(), expected: fingerprintSchema, found: fingerprintSchema }),
  z.object({ type: z.literal("WorkspaceReadOnly"), path: z.string() }),
  /** Content that Olympus kept is gone: expired, made room for newer, or damaged on disk. */
  z.object({ type: z.literal("ContentNotFound"), sha256: z.string() }),
  /** What a change would destroy does not fit into Olympus' trash, so the change is not made. */
  z.object({ type: z.literal("TrashFull"), neededBytes: z.number(), limitBytes: z.number() }),
  z.object({ type: z.literal("DiskFailed"), path: z.string(), reason: z.string() }),
]);
export type WorkspaceError = z.infer<typeof workspaceErrorSchema>;
