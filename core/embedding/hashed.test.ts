import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createHashedEmbedder } from "./hashed.ts";

const embed = async (...texts: readonly string[]): Promise<Float32Array[]> => {
  const embedder = createHashedEmbedder();
  const rows = await embedder.embed(texts, "passage");
  if (!rows.ok) throw new Error(rows.error.type);
  const { dimensions } = embedder.model;
  return texts.map((_, index) => rows.value.subarray(index * dimensions, (index + 1) * dimensions));
};
const dot = (left: Float32Array, right: Float32Array) => left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
const likeness = async (left: string, right: string) => {
  const [a, b] = await embed(left, right);
  return a === undefined || b === undefined ? Number.NaN : dot(a, b);
};

describe("the hashed embedder", () => {
  it.each([
    ["quarterly invoice", "quartely invoise"],
    ["aerodynamic heating", "areodynamic heeting"],
    ["notice period for tenants", "tenents notise period"],
    ["Kündigungsfrist der Wohnung", "Kundigungsfrist Wonung"],
    ["vaccination certificate", "vacination certifcate"],
  ])("brings %j and its typos %j much closer than another subject", async (text, typo) => {
    const near = await likeness(text, typo);
    const far = await likeness("baking sourdough bread at home", typo);
    expect(near).toBeGreaterThan(0.25);
    expect(near).toBeGreaterThan(far + 0.2);
  });
  it.each([
    ["university", "universities"],
    ["he was running", "she runs"],
    ["payment terms", "terms of paying"],
    ["Rechnung", "Rechnungen"],
    ["factura", "facturas"],
  ])("brings inflected %j and %j close (unrelated words stay below 0.2)", async (left, right) =>
    expect(await likeness(left, right)).toBeGreaterThan(0.45),
  );

  it("lets function words count for little", async () => {
    expect(await likeness("what is the price of the boat", "price boat")).toBeGreaterThan(0.95);
    expect(await likeness("what is the price", "what is the colour")).toBeLessThan(0.2);
  });
  it("finds pieces of words in scripts without spaces", async () => {
    expect(await likeness("東京都の天気予報", "天気予報")).toBeGreaterThan(0.5);
  });
  it("gives unit rows in order, and zero rows to texts without words", async () => {
    const rows = await embed("first text", "", "  … !", "second text");
    expect(rows.map((row) => Math.round(Math.hypot(...row) * 1e5) / 1e5)).toEqual([1, 0, 0, 1]);
    expect([rows[3]]).toEqual(await embed("second text"));
  });
  it("is blind to encoding and letter case", async () => {
    const [composed, decomposed] = await embed("Ｃafé ÉTÉ", "CAFE\u0301 e\u0301te\u0301");
    expect(composed).toEqual(decomposed);
  });
  it("gives these very vectors under revision 1: whoever changes them raises the revision", async () => {
    const model = createHashedEmbedder().model;
    const [row] = await embed("The tenant's notice period is three months; Mietvertrag, 東京, parseHttpUrl, café.");
    const rounded = Array.from(row ?? [], (value) => Math.round(value * 1e4)).join();
    expect([model.id, createHash("sha256").update(rounded).digest("hex").slice(0, 16)]).toEqual(["hashed:1:512", "e2300312cc197946"]);
  });
  it("stops when asked", async () => {
    const controller = new AbortController();
    const running = createHashedEmbedder().embed(
      Array<string>(20_000).fill("many words about nothing much at all"),
      "passage",
      controller.signal,
    );
    controller.abort();
    expect(await running).toEqual({ ok: false, error: { type: "Aborted", by: "user" } });
  });
});
