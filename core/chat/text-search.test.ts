import { afterEach, expect, it } from "vitest";
import type { FolderId } from "./schema.ts";
import { must, openTestChat, wholeTurn } from "./test-chat.ts";

const opened: ReturnType<typeof openTestChat>[] = [];
afterEach(() => opened.splice(0).forEach(({ store }) => store.cleanup()));

const setUp = async (...texts: string[]) => {
  const test = openTestChat(() => [{ say: "…" }]);
  opened.push(test);
  const ids = [];
  for (const text of texts) {
    const { id } = test.chat.create("");
    await wholeTurn(test.chat.send({ conversationId: id, text, modelId: null, attachments: [] }));
    ids.push(id);
  }
  const found = (query: string) =>
    test.chat.search(query, 10).map(({ snippet }) => snippet.replaceAll("\u{e000}", "[").replaceAll("\u{e001}", "]"));
  return { ...test, found, ids };
};

it("[C20] every word must occur, in any form, order, case and with or without accents", async () => {
  const { found } = await setUp("Der Café-Besuch in Zürich", "We were running in the park", "Résumé of the meetings");
  expect(found("cafe")).toEqual(["Der [Café]-Besuch in Zürich"]);
  expect(found("ZURICH café")).toEqual(["Der [Café]-Besuch in [Zürich]"]);
  expect(found("re\u{301}sume\u{301}")).toEqual(["[Résumé] of the meetings"]);
  expect(found("park run")).toEqual(["We were [running] in the [park]"]);
  expect(found("meeting")).toEqual(["Résumé of the [meetings]"]);
  expect(found("park zurich")).toEqual([]);
});

it("[C20] the last word may be unfinished, at every letter", async () => {
  const { found } = await setUp("The happiness of running an organisation nationalised");
  for (const word of ["happiness", "running", "organisation", "nationalised"])
    for (let length = 1; length <= word.length; length += 1)
      expect([word.slice(0, length), found(word.slice(0, length)).length]).toEqual([word.slice(0, length), 1]);
  expect(found("happinesx")).toEqual([]);
  expect(found("runnix")).toEqual([]);
  expect(found("runners")).toEqual([]);
});

it("[C20] what stands between quotation marks must occur letter for letter", async () => {
  const { found } = await setUp("The rent is due monthly", "Rents are due to the landlord", "due: the rent", "We don't panic");
  expect(found('"rent is due"')).toEqual(["The [rent is due] monthly"]);
  expect(found('"RENT  is\ndue"')).toHaveLength(1);
  expect(found('"rents"')).toEqual(["[Rents] are due to the landlord"]);
  expect(found("„the rent“ due").toSorted()).toEqual(["[The rent] is [due] monthly", "[due]: [the rent]"]);
  expect(found('"don\'t panic"')).toHaveLength(1);
  expect(found('"dont panic"')).toEqual([]);
  expect(found('"due" mont')).toEqual(["The rent is [due] [monthly]"]);
  // Not closed yet: words as any others.
  expect(found('"due rent')).toHaveLength(3);
});

it("[C20] operators and marks are words or nothing", async () => {
  const { found } = await setUp("plain words");
  for (const query of [
    '"',
    '""',
    "*",
    'plain" OR "x',
    "NEAR(plain words)",
    "plain AND",
    "-plain",
    "text:plain",
    "^plain",
    "\u{0}",
    "'; DROP TABLE messages",
  ])
    expect(() => found(query)).not.toThrow();
  expect(found('"" plain')).toHaveLength(1);
  expect(found('"!?"')).toEqual([]);
  expect(found("- - -")).toEqual([]);
});

it("[C21] can be narrowed to a folder, to the archive, and to what is not in it", async () => {
  const { chat, ids } = await setUp("badger one", "badger two", "badger three");
  const [one, two] = ids;
  const folderId = must(chat.folders.create("Animals")).id;
  if (one === undefined || two === undefined) throw new Error("too few");
  must(chat.organise(one, { folderId }));
  must(chat.organise(two, { folderId, archived: true }));
  const found = (scope: Parameters<typeof chat.search>[2]) => chat.search("badger", 10, scope).length;
  expect(found({})).toBe(3);
  expect(found({ folderId })).toBe(2);
  expect(found({ folderId, among: "unarchived" })).toBe(1);
  expect([found({ among: "archived" }), found({ among: "unarchived" })]).toEqual([1, 2]);
  expect(found({ folderId: `folder_${"0".repeat(26)}` as FolderId })).toBe(0);
});
