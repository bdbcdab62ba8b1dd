import { createHash } from "node:crypto";

/** JSON with sorted keys and without spaces: equal values give equal text. `undefined` members are left out, as in JSON. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
};

/** SHA-256, hexadecimal, of the canonical JSON. */
export const hashOf = (value: unknown): string => createHash("sha256").update(canonicalJson(value)).digest("hex");
