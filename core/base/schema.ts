import { z } from "zod";

/** The outcome of anything that may fail in an expected way. `E` is a union of plain tagged objects, safe to send and store. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const err = <const E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** Work that stopped because somebody asked, not because something broke. What was already saved stays saved. */
export const abortedSchema = z.object({ type: z.literal("Aborted"), by: z.enum(["user", "timeout", "shutdown"]) });
export type Aborted = z.infer<typeof abortedSchema>;

/** A broken invariant, already logged with its stack under `reference`. The process went on. */
export const defectSchema = z.object({ type: z.literal("Defect"), reference: z.string() });
export type Defect = z.infer<typeof defectSchema>;

/** A string id `<prefix>_<26 base32 characters>`; ids made later sort later. */
export const idSchema = <Prefix extends string>(prefix: Prefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`))
    .brand<Prefix>();
