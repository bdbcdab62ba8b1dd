import { err, ok, type Result } from "#core/base/schema";
import { atPointer, type Json } from "./json-pointer.ts";

interface Reference {
  readonly step: string;
  readonly pointer: string;
}

const isRecord = (value: Json): value is { [name: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);

/** `{"$from": "step", "pointer": "/text"}`, or null. A missing pointer means the whole output. */
const referenceIn = (value: Json): Reference | null => {
  if (!isRecord(value) || typeof value["$from"] !== "string") return null;
  const pointer = value["pointer"] ?? "";
  return typeof pointer === "string" ? { step: value["$from"], pointer } : null;
};

const piecesIn = (value: Json): readonly Json[] | null => (isRecord(value) && Array.isArray(value["$text"]) ? value["$text"] : null);

/** Names of the steps an input builds on, each once, in order of appearance. */
export const referencedSteps = (input: Json): readonly string[] => {
  const names = new Set<string>();
  const visit = (value: Json): void => {
    const reference = referenceIn(value);
    if (reference !== null) names.add(reference.step);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (isRecord(value)) Object.values(value).forEach(visit);
  };
  visit(input);
  return [...names];
};

const asText = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The input with every reference replaced by what it stands for. The error names the first reference that leads nowhere. */
export const resolveReferences = (input: Json, outputs: ReadonlyMap<string, Json>): Result<Json, string> => {
  const reference = referenceIn(input);
  if (reference !== null) {
    const output = outputs.get(reference.step);
    if (output === undefined) return err(`step "${reference.step}" has no output`);
    const found = atPointer(output, reference.pointer);
    return found.ok ? found : err(`the output of "${reference.step}" has nothing at ${found.error}`);
  }
  const pieces = piecesIn(input);
  if (pieces !== null) {
    const texts: string[] = [];
    for (const piece of pieces) {
      const resolved = resolveReferences(piece, outputs);
      if (!resolved.ok) return resolved;
      texts.push(asText(resolved.value));
    }
    return ok(texts.join(""));
  }
  if (Array.isArray(input)) {
    const items: Json[] = [];
    for (const item of input) {
      const resolved = resolveReferences(item, outputs);
      if (!resolved.ok) return resolved;
      items.push(resolved.value);
    }
    return ok(items);
  }
  if (isRecord(input)) {
    const members: [string, Json][] = [];
    for (const [name, member] of Object.entries(input)) {
      const resolved = resolveReferences(member, outputs);
      if (!resolved.ok) return resolved;
      members.push([name, resolved.value]);
    }
    return ok(Object.fromEntries(members));
  }
  return ok(input);
};
