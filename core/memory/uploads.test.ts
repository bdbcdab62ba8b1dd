import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { storeUpload, uploadNameProblem } from "./uploads.ts";

let data: ReturnType<typeof createTestFolder>;
beforeEach(() => void (data = createTestFolder()));
afterEach(() => data.cleanup());

it("[M24] stores a file below its batch and replaces it when it comes again", async () => {
  const upload = (text: string) => storeUpload(data.path, { batch: "b-1", name: "notes/Tag ä.md", file: new Blob([text]) });
  const stored = await upload("one");
  expect(stored).toEqual({
    ok: true,
    value: { path: join(data.path, "uploads/b-1/notes/Tag ä.md"), batchPath: join(data.path, "uploads/b-1") },
  });
  await upload("two");
  expect(readFileSync(join(data.path, "uploads/b-1/notes/Tag ä.md"), "utf8")).toBe("two");
  expect(readdirSync(join(data.path, "uploads/b-1/notes"))).toEqual(["Tag ä.md"]);
});

it.each([
  "../x",
  "a/../../x",
  "/etc/passwd",
  "C:/x",
  "a\\b",
  "a//b",
  "a/",
  ".",
  "a/./b",
  "...",
  "nul",
  "a/CON.txt",
  "com1.md",
  "x\0.md",
  "a\nb",
  "x.",
  "x ",
  "\ud800.md",
  "y".repeat(241),
  "a/".repeat(40) + "x",
])("[M24] refuses the name %j", async (name) => {
  const refused = await storeUpload(data.path, { batch: "b", name, file: new Blob(["x"]) });
  expect(refused).toMatchObject({ ok: false, error: { type: "UploadRefused" } });
  expect(existsSync(join(data.path, "uploads"))).toBe(false);
});

it("[M24] accepts no name that leads out of the batch", () => {
  const part = fc.oneof(fc.constantFrom("..", ".", "", "a", "con", "C:", "~", " "), fc.string({ maxLength: 5, unit: "grapheme" }));
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const name = parts.join("/");
      if (uploadNameProblem(name) === null) expect(join("/base", name).startsWith("/base/")).toBe(true);
    }),
  );
});

it("[M24] an upload that is stopped or cannot be written leaves nothing behind", async () => {
  const stopped = await storeUpload(data.path, { batch: "b", name: "x.md", file: new Blob(["x"]) }, AbortSignal.abort());
  expect(stopped).toEqual({ ok: false, error: { type: "Aborted", by: "user" } });
  await storeUpload(data.path, { batch: "b", name: "file", file: new Blob(["x"]) });
  expect(await storeUpload(data.path, { batch: "b", name: "file/below", file: new Blob(["x"]) })).toMatchObject({
    ok: false,
    error: { type: "UploadRefused" },
  });
  expect(readdirSync(join(data.path, "uploads/b"))).toEqual(["file"]);
});
