import { ok, type Result } from "#core/base/schema";
import type { FileReader } from "#core/workspace";
import type { WorkspaceError } from "#core/workspace/schema";
import { canonicalJson } from "./canonical.ts";
import { atPointer, type Json } from "./json-pointer.ts";
import type { Condition } from "./schema.ts";

/** Largest file a condition looks into. */
const readLimitBytes = 16 * 1024 * 1024;

const parse = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

const isAt = (value: Json | undefined, pointer: string, wanted: Json): boolean => {
  if (value === undefined) return false;
  const found = atPointer(value, pointer);
  return found.ok && canonicalJson(found.value) === canonicalJson(wanted);
};

/** Whether a condition holds. A file that is not there, is too large or is none makes it false. Errors: PathRefused, DiskFailed. */
const holds = async (condition: Condition, files: FileReader, output: Json | null): Promise<Result<boolean, WorkspaceError>> => {
  switch (condition.type) {
    case "file-exists":
    case "folder-exists":
    case "absent":
    case "hash-is": {
      const found = await files.fingerprint(condition.path);
      if (!found.ok) return found;
      if (condition.type === "hash-is") return ok(found.value.kind === "file" && found.value.sha256 === condition.sha256.toLowerCase());
      return ok(found.value.kind === (condition.type === "absent" ? "absent" : condition.type === "file-exists" ? "file" : "folder"));
    }
    case "text-contains":
    case "json-is": {
      const bytes = await files.read(condition.path, { limitBytes: readLimitBytes });
      if (!bytes.ok) return bytes.error.type === "PathRefused" || bytes.error.type === "DiskFailed" ? bytes : ok(false);
      const text = new TextDecoder().decode(bytes.value);
      return ok(condition.type === "text-contains" ? text.includes(condition.text) : isAt(parse(text), condition.pointer, condition.value));
    }
    case "output-is":
      return ok(isAt(output ?? undefined, condition.pointer, condition.value));
  }
};

/** The first condition that does not hold, or null. `output` is the step's own, null before it has run. */
export const firstBroken = async (
  conditions: readonly Condition[],
  files: FileReader,
  output: Json | null,
): Promise<Result<Condition | null, WorkspaceError>> => {
  for (const condition of conditions) {
    const held = await holds(condition, files, output);
    if (!held.ok) return held;
    if (!held.value) return ok(condition);
  }
  return ok(null);
};
