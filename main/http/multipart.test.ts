import fc from "fast-check";
import { expect, it } from "vitest";
import { boundaryOf, MultipartBroken, readMultipart } from "./multipart.ts";

const cut = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const pieces: Buffer[] = [];
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
};

const read = async (body: Buffer, boundary: string, sizes: readonly number[] = [64]) => {
  const parts: { name: string; fileName: string | null; bytes: Buffer }[] = [];
  async function* source() {
    yield* cut(body, sizes);
  }
  for await (const event of readMultipart(source(), boundary)) {
    if (event.type === "part") parts.push({ name: event.name, fileName: event.fileName, bytes: Buffer.alloc(0) });
    else {
      const last = parts.at(-1);
      if (last !== undefined) last.bytes = Buffer.concat([last.bytes, event.bytes]);
    }
  }
  return parts;
};

it("gives back what the platform's own FormData wrote, however the bytes were cut", async () => {
  const text = fc.string({ unit: fc.constantFrom("\r", "\n", "-", "a", "ö", "--b", "\r\n--") });
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      text,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
      async (bytes, name, sizes) => {
        const form = new FormData();
        form.append("batch", "b-1");
        form.append("file", new File([bytes], 'quote" and\nline.md'));
        form.append("empty", "");
        form.append("name", name);
        const response = new Response(form);
        const boundary = boundaryOf(response.headers.get("content-type") ?? undefined) ?? "";
        const parts = await read(Buffer.from(await response.arrayBuffer()), boundary, sizes);
        // FormData itself turns lone line ends in text fields into CR LF; the file's bytes are untouched.
        expect(parts.map((part) => part.name)).toEqual(["batch", "file", "empty", "name"]);
        expect(parts[1]).toMatchObject({ fileName: 'quote" and\nline.md', bytes: Buffer.from(bytes) });
        expect(parts[2]?.bytes.length).toBe(0);
        expect(parts[3]?.bytes.toString("utf8").replaceAll("\r\n", "\n")).toBe(name.replaceAll(/\r\n|\r/g, "\n"));
      },
    ),
    { numRuns: 200 },
  );
});

it.each([
  ["no end", '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb'],
  ["a part without a name", "--x\r\ncontent-disposition: form-data\r\n\r\nb\r\n--x--\r\n"],
  ["a part that is no form field", '--x\r\ncontent-disposition: attachment; name="a"\r\n\r\nb\r\n--x--\r\n'],
  ["a boundary that goes on", "--xyz\r\n\r\n"],
  ["endless headers", `--x\r\n${"a: b\r\n".repeat(3000)}`],
  ["nothing", ""],
])("a form with %s is broken", async (_name, body) => {
  await expect(read(Buffer.from(body), "x")).rejects.toThrow(MultipartBroken);
});

it.each([
  ["multipart/form-data; boundary=abc", "abc"],
  ['multipart/form-data; charset=utf-8; boundary="a b"', "a b"],
  ["multipart/form-data", null],
  ["multipart/mixed; boundary=abc", null],
  [`multipart/form-data; boundary=${"x".repeat(71)}`, null],
  [undefined, null],
])("the boundary of %s is %s", (contentType, boundary) => expect(boundaryOf(contentType)).toBe(boundary));
