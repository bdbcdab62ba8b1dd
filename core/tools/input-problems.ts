import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};
const kindOf = (expected: string): string => kinds[expected] ?? expected;

const unit = (origin: string, size: number): string => {
  if (origin === "string") return size === 1 ? " character" : " characters";
  if (origin === "array") return size === 1 ? " entry" : " entries";
  return "";
};

/** What is wanted at the place of an issue, to follow "it should be". */
const wanted = (issue: Issue): string => {
  switch (issue.code) {
    case "invalid_type":
      return `should be ${kindOf(issue.expected)}`;
    case "invalid_value":
      return `should be ${issue.values.length === 1 ? "" : "one of "}${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "too_small": {
      const size = Number(issue.minimum);
      const has = issue.origin === "string" || issue.origin === "array" ? "have" : "be";
      return `should ${has} ${issue.inclusive === false ? "more than" : "at least"} ${size}${unit(issue.origin, size)}`;
    }
    case "too_big": {
      const size = Number(issue.maximum);
      const has = issue.origin === "string" || issue.origin === "array" ? "have" : "be";
      return `should ${has} ${issue.inclusive === false ? "less than" : "at most"} ${size}${unit(issue.origin, size)}`;
    }
    case "invalid_union": {
      const ways = [...new Set(issue.errors.flatMap((other) => other.slice(0, 1).map(wanted)))].map((way) =>
        way.replace(/^should be /, ""),
      );
      return ways.length === 0 ? "has a form that is not known" : `should be ${ways.join(" or ")}`;
    }
    case "not_multiple_of":
      return `should be a multiple of ${issue.divisor}`;
    case "invalid_format":
      return `does not have the form of ${issue.format === "regex" ? "such a value" : `a valid ${issue.format}`}`;
    case "unrecognized_keys":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return issue.message;
  }
};

const valueAt = (given: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined), given);

/** `edits[0].find`; the input itself is "input". */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? "input"
    : path.map((key, depth) => (typeof key === "number" ? `[${key}]` : `${depth === 0 ? "" : "."}${String(key)}`)).join("");

const problemOf = (issue: Issue, given: unknown): string => {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `"${placeOf([...issue.path, key])}" is nothing it knows`).join("; ");
  const missing = issue.path.length > 0 && valueAt(given, issue.path) === undefined;
  return `"${placeOf(issue.path)}" ${missing ? "is missing; it " : ""}${wanted(issue)}`;
};

/** What is wrong with an input, for people and for a model that repairs its call: each place, and what is expected there. Without a full stop. */
export const inputProblems = (error: z.core.$ZodError, given: unknown): string =>
  error.issues.map((issue) => problemOf(issue, given)).join("; ");
