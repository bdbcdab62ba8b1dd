import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { walk } from "./walk.ts";

let folder: ReturnType<typeof createTestFolder>;
beforeEach(() => {
  folder = createTestFolder();
});
afterEach(() => folder.cleanup());

const at = (name: string) => join(folder.path, name);
const put = (...names: string[]) => {
  for (const name of names) {
    mkdirSync(join(at(name), ".."), { recursive: true });
    writeFileSync(at(name), name);
  }
};
/** Entries as "path" or "path: problem", relative to the test's folder. */
const walked = async (names: readonly string[], signal?: AbortSignal) => {
  const found: string[] = [];
  for await (const entry of walk(names.map(at), signal)) {
    const name = relative(folder.path, entry.path);
    found.push("problem" in entry ? `${name}: ${entry.problem.type}` : name);
  }
  return found;
};

it("gives files before folders, each by name, whatever order the disk has", async () => {
  put("b.md", "a/z.txt", "a/y/x.txt", "B.md", "c/d.pdf", "ä.md", "a.txt");
  expect(await walked([""])).toEqual(["B.md", "a.txt", "b.md", "ä.md", "a/z.txt", "a/y/x.txt", "c/d.pdf"]);
});

it("passes over hidden names, other people's code, office lock files and kinds nothing reads", async () => {
  put(
    ".secret.md",
    ".git/config.md",
    "node_modules/left/readme.md",
    "src/__pycache__/x.py",
    "~$lease.docx",
    ".~lock.lease.docx#",
    "photo.jpg",
    "src/x.py",
  );
  expect(await walked([""])).toEqual(["src/x.py"]);
});

it("walks or reports what was named, hidden or not", async () => {
  put(".notes/a.md", "photo.jpg", ".hidden.md");
  expect(await walked([".notes", "photo.jpg", ".hidden.md", "gone.md"])).toEqual([
    ".notes/a.md",
    "photo.jpg: FileKindUnsupported",
    ".hidden.md",
    "gone.md: FileVanished",
  ]);
});

it("gives a file once, under the first path that reaches it", async () => {
  put("a/b/c.md", "a/d.md");
  expect(await walked(["a/b", "a", "a/d.md"])).toEqual(["a/b/c.md", "a/d.md"]);
});

it("follows links after everything real, and each target once", async () => {
  put("real/z.md", "outside/o.md", "root/r.md");
  symlinkSync(at("real"), at("root/a-link"));
  symlinkSync(at("outside"), at("root/b-link"));
  symlinkSync(at("outside"), at("root/c-link"));
  symlinkSync(at("root/r.md"), at("root/again.md"));
  expect(await walked(["root"])).toEqual(["root/r.md", "root/a-link/z.md", "root/b-link/o.md"]);
});

it("ends on links that lead back, and says which", async () => {
  put("root/deep/a.md");
  symlinkSync(at("root"), at("root/deep/up"));
  symlinkSync("self.md", at("root/self.md"));
  symlinkSync("gone.md", at("root/dead.md"));
  symlinkSync("gone.jpg", at("root/dead.jpg"));
  expect((await walked(["root"])).toSorted()).toEqual([
    "root/dead.md: FileVanished",
    "root/deep/a.md",
    "root/deep/up: LinkLoop",
    "root/self.md: LinkLoop",
  ]);
});

it("ends on two folders outside of each other that link to each other", async () => {
  put("one/a.md", "two/b.md");
  symlinkSync(at("two"), at("one/to-two"));
  symlinkSync(at("one"), at("two/to-one"));
  expect(await walked(["one"])).toEqual(["one/a.md", "one/to-two/b.md", "one/to-two/to-one: LinkLoop"]);
});

it("stops at the signal", async () => {
  put("a.md", "b.md", "c.md");
  const stop = new AbortController();
  const found: string[] = [];
  for await (const entry of walk([folder.path], stop.signal)) {
    found.push(entry.path);
    stop.abort();
  }
  expect(found).toEqual([at("a.md")]);
});
