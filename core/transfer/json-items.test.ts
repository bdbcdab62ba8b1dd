import { describe, expect, it } from "vitest";
import { jsonItems, type JsonItem } from "./json-items.ts";

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer, void, void> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const itemsOf = async (text: string | Buffer, size = 7, limits?: Parameters<typeof jsonItems>[1]): Promise<unknown[]> => {
  const seen: unknown[] = [];
  for await (const item of jsonItems(inPieces(Buffer.from(text as string), size), limits))
    seen.push(item.type === "item" ? (JSON.parse(item.bytes.toString("utf8")) as unknown) : (item satisfies JsonItem).reason);
  return seen;
};

describe("jsonItems", () => {
  it("[T3] cuts a list wherever its pieces end", async () => {
    const items = [{ a: 'with "quotes", ] and }' }, { b: ["\\", '\\"', "[{", "ä€😀"] }, {}, { deep: [[[{ c: "\u2028" }]]] }, []];
    const text = JSON.stringify(items, null, 2);
    for (const size of [1, 2, 3, 5, 8, 1000]) expect(await itemsOf(text, size)).toEqual(items);
  });

  it("takes an object alone, a mark of byte order, and an empty list", async () => {
    expect(await itemsOf('\uFEFF  {"a": 1} ', 1)).toEqual([{ a: 1 }]);
    expect(await itemsOf("\uFEFF[{}]", 2)).toEqual([{}]);
    expect(await itemsOf("[]")).toEqual([]);
    expect(await itemsOf("")).toEqual([]);
  });

  it("[T4] says what is no item and goes on behind it", async () => {
    expect(await itemsOf('[1, "two, {", {"a":1}, null, {"b":2}]')).toEqual([
      "wrong-shape",
      "wrong-shape",
      { a: 1 },
      "wrong-shape",
      { b: 2 },
    ]);
    expect(await itemsOf("hello")).toEqual(["not-json"]);
    expect(await itemsOf('[{"a":1},{"b":')).toEqual([{ a: 1 }, "truncated"]);
    expect(await itemsOf('[{"a":1}')).toEqual([{ a: 1 }, "truncated"]);
  });

  it("[T4] passes over an item past the limits and takes the next", async () => {
    const limits = { bytes: 60, marks: 20, depth: 10 };
    expect(await itemsOf(`[{"a":"${"x".repeat(500)}"},{"b":1}]`, 16, limits)).toEqual(["too-large", { b: 1 }]);
    expect(await itemsOf(`[${"[".repeat(12)}${"]".repeat(12)},{"b":1}]`, 16, limits)).toEqual(["too-large", { b: 1 }]);
    expect(await itemsOf(`[[${"1,".repeat(25)}1],{"b":1}]`, 16, { ...limits, bytes: 1000 })).toEqual(["too-large", { b: 1 }]);
  });
});
