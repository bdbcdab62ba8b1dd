import { expect, it } from "vitest";
import { z } from "zod";
import { inputProblems } from "./input-problems.ts";

const schema = z.strictObject({
  path: z.string().min(1).max(10),
  limit: z.number().int().min(1).max(100).default(5),
  method: z.enum(["GET", "HEAD"]).default("GET"),
  edits: z.array(z.strictObject({ find: z.string() })).min(1),
  size: z.union([z.string(), z.number()]).optional(),
  when: z.iso.date().optional(),
});
const fine = { path: "a.txt", edits: [{ find: "x" }] };

it.each([
  [{ edits: fine.edits }, '"path" is missing; it should be text'],
  [{ ...fine, path: "" }, '"path" should have at least 1 character'],
  [{ ...fine, path: "a much longer path" }, '"path" should have at most 10 characters'],
  [{ ...fine, limit: 1.5 }, '"limit" should be a whole number'],
  [{ ...fine, limit: 0 }, '"limit" should be at least 1'],
  [{ ...fine, method: "POST" }, '"method" should be one of "GET", "HEAD"'],
  [{ ...fine, edits: [] }, '"edits" should have at least 1 entry'],
  [{ ...fine, edits: [{ find: 3, other: 1 }] }, '"edits[0].find" should be text; "edits[0].other" is nothing it knows'],
  [{ ...fine, size: true }, '"size" should be text or a number'],
  [{ ...fine, when: "soon" }, '"when" does not have the form of a valid date'],
  ["text", '"input" should be an object'],
])("%j: %s", (given, words) => {
  const parsed = schema.safeParse(given);
  expect(parsed.success ? "fits" : inputProblems(parsed.error, given)).toBe(words);
});
