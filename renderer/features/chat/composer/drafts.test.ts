import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ChatImage } from "#core/chat/schema";
import type { DocumentId } from "#core/memory/schema";
import type { Bridge } from "../../../bridge/index.ts";
import { readKept, writeKept } from "./draft-storage.ts";
import { askedOf, createDrafts } from "./drafts.ts";

const image = { id: "img_1", title: "cabin.jpg", mediaType: "image/jpeg", width: 4, height: 3, sizeBytes: 9 } as unknown as ChatImage;
const documentId = "doc_1" as DocumentId;

const memory = (entries: Record<string, string> = {}) => ({
  entries,
  getItem: (key: string) => entries[key] ?? null,
  setItem: (key: string, value: string) => void (entries[key] = value),
});

const open = (storage: ReturnType<typeof memory>) => createDrafts({} as Bridge, () => {}, storage);

beforeEach(() => {
  vi.stubGlobal("crypto", { randomUUID: () => "a-uuid" });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it("outlives the window: words, what to do with them, pictures and documents", () => {
  const storage = memory();
  const drafts = open(storage);
  drafts.write("one", "What is this?");
  drafts.setPrivate("one", true);
  writeKept(storage, "two", { text: "", act: true, isPrivate: false, documents: [{ name: "a.md", documentId }], images: [image] });
  const again = open(storage);
  expect(askedOf(again.get("one"))).toEqual({ text: "What is this?", attachments: [], images: [], isPrivate: true });
  expect(again.get("two")).toMatchObject({ act: true });
  expect(askedOf(again.get("two"))).toMatchObject({ attachments: [documentId], images: ["img_1"] });
});

it("reads the drafts of an earlier version, and nothing out of what is broken", () => {
  expect(readKept(memory({ "olympus-drafts": '{"new":"hello"}' }))["new"]?.text).toBe("hello");
  expect(readKept(memory({ "olympus-drafts": "{" }))).toEqual({});
});

it("leaves the drafts of other windows alone", () => {
  const storage = memory();
  const here = open(storage);
  open(storage).write("two", "written there");
  here.write("one", "written here");
  expect(open(storage).get("two").text).toBe("written there");
});

it("keeps what is on its way until the host has it", () => {
  const storage = memory();
  const drafts = open(storage);
  drafts.write("one", "Is it safe?");
  drafts.take("one");
  expect(drafts.get("one").text).toBe("");
  expect(open(storage).get("one").text).toBe("Is it safe?");
  drafts.settle("one");
  expect(open(storage).get("one").text).toBe("");
});

it("puts what was refused before what was written meanwhile", () => {
  const drafts = open(memory());
  drafts.write("one", "First.");
  const taken = drafts.take("one");
  drafts.write("one", "Second.");
  drafts.restore("one", taken);
  expect(drafts.get("one").text).toBe("First.\n\nSecond.");
});

it("sends nothing that was taken off, and can put it back", () => {
  const storage = memory();
  writeKept(storage, "one", { text: "x", act: false, isPrivate: false, documents: [{ name: "a.md", documentId }], images: [image] });
  const drafts = open(storage);
  drafts.setRemoved("one", image.id, true);
  drafts.setRemoved("one", documentId, true);
  expect(askedOf(drafts.get("one"))).toMatchObject({ attachments: [], images: [] });
  drafts.setRemoved("one", image.id, false);
  drafts.drop("one", documentId);
  expect(askedOf(drafts.get("one"))).toMatchObject({ attachments: [], images: ["img_1"] });
});
