import { isContractProcedure } from "@orpc/contract";
import { isProcedure } from "@orpc/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { contract } from "#core/contract";
import { openThrough, type Opened } from "./test-transports.ts";

let opened: Opened;
beforeAll(async () => {
  opened = await openThrough("MessagePort");
});
afterAll(() => opened.close());

/** `chat.send`, `library.search` …: every leaf of a tree for which `isLeaf` holds. */
const leaves = (tree: object, isLeaf: (node: unknown) => boolean, path: readonly string[] = []): string[] =>
  Object.entries(tree).flatMap(([name, node]: [string, unknown]) =>
    isLeaf(node) ? [[...path, name].join(".")] : typeof node === "object" && node !== null ? leaves(node, isLeaf, [...path, name]) : [],
  );

it("every operation of the contract has a handler, and there is no other", () => {
  const promised = leaves(contract, isContractProcedure);
  expect(promised.length).toBeGreaterThan(30);
  expect(leaves(opened.router, isProcedure).toSorted()).toEqual(promised.toSorted());
});
