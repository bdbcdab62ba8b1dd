import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createTools } from "#core/tools";
import { plan, text } from "./builder.ts";
import { planJsonSchema } from "./json-schema.ts";
import { closedPorts, draftOf } from "./test-plans.ts";
import { validatePlan } from "./validate.ts";

const { find } = createTools(closedPorts);
const read = { tool: "files.read", input: { path: "a.txt", firstLine: 1, lineCount: 1 } };

it("[P1] a step runs after those it refers to and those it names, else in the order written", () => {
  const draft = plan("Order");
  const last = draft.step("last", "files.read", { path: "a.txt", firstLine: 1, lineCount: 1 });
  draft.step("sum", "files.write", { path: "b.txt", text: text("x", last.output("/text")), encoding: "utf-8" });
  const built = draft.build();
  const turned = draftOf({ ...built, steps: built.steps.toReversed() });
  expect(validatePlan(turned, find)).toMatchObject({ ok: true, value: [{ name: "last" }, { name: "sum" }] });
});

it("[P2] names everything that is wrong at once", () => {
  const draft = draftOf({
    title: "Wrong",
    steps: [
      { name: "one", ...read, after: ["two"] },
      { name: "two", ...read, after: ["one"] },
      { name: "three", tool: "files.fly", input: {} },
      { name: "four", tool: "files.read", input: { path: 7 } },
      { name: "five", ...read, after: ["nobody"] },
    ],
  });
  const checked = validatePlan(draft, find);
  const problems = !checked.ok && checked.error.type === "PlanInvalid" ? checked.error.problems : [];
  expect(problems.map(({ type }) => type).toSorted()).toEqual(["input-invalid", "step-unknown", "steps-in-a-circle", "tool-unknown"]);
  expect(problems).toContainEqual({ type: "steps-in-a-circle", steps: ["one", "two"] });
  expect(problems).toContainEqual({
    type: "input-invalid",
    step: "four",
    reason: '"path" should be text',
  });
  const twice = validatePlan(
    draftOf({
      title: "Twice",
      steps: [
        { name: "one", ...read },
        { name: "one", ...read },
      ],
    }),
    find,
  );
  expect(twice).toMatchObject({ ok: false, error: { problems: [{ type: "step-name-twice", step: "one" }] } });
});

it("[P3] the published JSON Schema is the one the program uses", () => {
  const path = new URL("../../resources/schemas/plan.schema.json", import.meta.url);
  expect(existsSync(path)).toBe(true);
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(JSON.parse(JSON.stringify(planJsonSchema())));
});
