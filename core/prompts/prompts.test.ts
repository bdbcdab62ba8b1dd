import { afterEach, expect, it } from "vitest";
import { createFakeClock, createSeededIds, openTestStore } from "#core/testing";
import { createPrompts } from "./prompts.ts";
import { promptDraftSchema, promptIdSchema } from "./schema.ts";
import { promptsMigrations } from "./store.ts";

const stores: { cleanup: () => void }[] = [];
afterEach(() => stores.splice(0).forEach(({ cleanup }) => cleanup()));

const setUp = () => {
  const store = openTestStore(promptsMigrations);
  stores.push(store);
  const clock = createFakeClock();
  const deps = { clock, ids: createSeededIds({ clock }), store };
  return { clock, deps, prompts: createPrompts(deps) };
};
const must = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const gone = promptIdSchema.parse(`prompt_${"0".repeat(26)}`);

it("[PR1] keeps what is written and changed, also for whoever opens the store anew", () => {
  const { clock, deps, prompts } = setUp();
  const made = must(prompts.create({ title: "Letter", text: "Write to {{name}}.", keyword: "letter" }));
  expect(made).toMatchObject({ title: "Letter", useCount: 0, lastUsedAtMs: null, createdAtMs: clock.nowMs(), updatedAtMs: clock.nowMs() });
  const changed = must(prompts.update(made.id, { title: "Note", text: "Write.", keyword: null }));
  expect(createPrompts(deps).list()).toEqual([{ ...made, title: "Note", text: "Write.", keyword: null }]);
  expect(changed.id).toBe(made.id);
});

it("[PR2] refuses a keyword that another prompt has, in any case, and changes nothing", () => {
  const { prompts } = setUp();
  const one = must(prompts.create({ title: "One", text: "1", keyword: "Sum" }));
  expect(prompts.create({ title: "Two", text: "2", keyword: "sUM" })).toEqual({
    ok: false,
    error: { type: "KeywordTaken", keyword: "Sum", title: "One" },
  });
  const two = must(prompts.create({ title: "Two", text: "2", keyword: "two" }));
  expect(prompts.update(two.id, { title: "Changed", text: "3", keyword: "SUM" }).ok).toBe(false);
  expect(prompts.list()).toEqual([one, two]);
  // Its own it may keep, and write differently.
  expect(must(prompts.update(one.id, { title: "One", text: "1", keyword: "SUM" })).keyword).toBe("SUM");
  expect(must(prompts.create({ title: "A", text: "x", keyword: null })).keyword).toBeNull();
  expect(must(prompts.create({ title: "B", text: "x", keyword: null })).keyword).toBeNull();
});

it("[PR3] lists the most used first, then by title", () => {
  const { prompts } = setUp();
  for (const title of ["beta", "Alpha", "gamma"]) must(prompts.create({ title, text: title, keyword: null }));
  expect(prompts.list().map(({ title }) => title)).toEqual(["Alpha", "beta", "gamma"]);
  const [, , gamma] = prompts.list();
  if (gamma !== undefined) must(prompts.used(gamma.id));
  expect(prompts.list().map(({ title }) => title)).toEqual(["gamma", "Alpha", "beta"]);
});

it("[PR5] using counts and keeps when, and leaves the words", () => {
  const { clock, prompts } = setUp();
  const made = must(prompts.create({ title: "Letter", text: "Write.", keyword: null }));
  expect(must(prompts.used(made.id))).toEqual({ ...made, useCount: 1, lastUsedAtMs: clock.nowMs() });
});

it("[PR4] removing answers what can be kept again", () => {
  const { prompts } = setUp();
  const made = must(prompts.create({ title: "Letter", text: "Write.", keyword: "letter" }));
  const removed = must(prompts.remove(made.id));
  expect([removed, prompts.list()]).toEqual([made, []]);
  expect(must(prompts.create({ title: removed.title, text: removed.text, keyword: removed.keyword })).keyword).toBe("letter");
  for (const outcome of [prompts.remove(made.id), prompts.used(gone), prompts.update(gone, { title: "x", text: "y", keyword: null })])
    expect(outcome).toMatchObject({ ok: false, error: { type: "PromptNotFound" } });
});

it("[PR1] takes only titles, texts and keywords of their length and letters", () => {
  const fits = (draft: unknown) => promptDraftSchema.safeParse(draft).success;
  expect(fits({ title: " x ", text: "y", keyword: "größe-2" })).toBe(true);
  for (const draft of [
    { title: " ", text: "y" },
    { title: "x", text: "" },
    { title: "x".repeat(121), text: "y" },
    { title: "x", text: "y".repeat(20_001) },
  ])
    expect(fits(draft)).toBe(false);
  for (const keyword of ["", "two words", "/sum", "x".repeat(41)]) expect(fits({ title: "x", text: "y", keyword })).toBe(false);
});
