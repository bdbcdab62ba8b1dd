/** One form, read as it arrives: each part is announced once, then its bytes follow in order. */
export type MultipartEvent =
  | { readonly type: "part"; readonly name: string; readonly fileName: string | null; readonly mediaType: string }
  | { readonly type: "bytes"; readonly bytes: Buffer };

/** The form breaks the rules of RFC 7578 or RFC 2046, or ended before its last boundary. */
export class MultipartBroken extends Error {}

/** Header lines of one part; a browser sends two. */
const partHeadersLimitBytes = 8 * 1024;

const parameterOf = (header: string, name: string): string | null => {
  const match = new RegExp(`;\\s*${name}="([^"]*)"`, "i").exec(header);
  // Browsers write these three as percent escapes (WHATWG, multipart/form-data encoding algorithm).
  return match?.[1] === undefined ? null : match[1].replaceAll("%22", '"').replaceAll("%0D", "\r").replaceAll("%0A", "\n");
};

const parsePart = (text: string): MultipartEvent => {
  const headers = new Map(
    text.split("\r\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const disposition = headers.get("content-disposition") ?? "";
  const name = parameterOf(disposition, "name");
  if (!disposition.toLowerCase().startsWith("form-data") || name === null) throw new MultipartBroken("a part has no name");
  return { type: "part", name, fileName: parameterOf(disposition, "filename"), mediaType: headers.get("content-type") ?? "text/plain" };
};

/** The boundary of a `multipart/form-data` content type, or null. */
export const boundaryOf = (contentType: string | undefined): string | null => {
  const match = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))(?:\s*;|\s*$)/i.exec(contentType ?? "");
  return match?.[1] ?? match?.[2] ?? null;
};

/** Memory use is one incoming piece plus the boundary's length. Throws `MultipartBroken`. */
export async function* readMultipart(source: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<MultipartEvent, void, void> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
  // The first boundary has no line before it; this gives it one.
  let rest: Buffer = Buffer.from("\r\n");
  let state: "preamble" | "boundary" | "headers" | "body" | "end" = "preamble";

  for await (const piece of source) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (;;) {
      if (state === "preamble" || state === "body") {
        const at = rest.indexOf(delimiter);
        const safe = at === -1 ? Math.max(0, rest.length - delimiter.length + 1) : at;
        if (state === "body" && safe > 0) yield { type: "bytes", bytes: rest.subarray(0, safe) };
        rest = rest.subarray(at === -1 ? safe : at + delimiter.length);
        if (at === -1) break;
        state = "boundary";
      } else if (state === "boundary") {
        if (rest.length < 2) break;
        const next = rest.toString("latin1", 0, 2);
        if (next !== "--" && next !== "\r\n") throw new MultipartBroken("a boundary is followed by something else");
        state = next === "--" ? "end" : "headers";
        rest = rest.subarray(2);
      } else if (state === "headers") {
        const at = rest.indexOf("\r\n\r\n");
        if (at > partHeadersLimitBytes || (at === -1 && rest.length > partHeadersLimitBytes))
          throw new MultipartBroken("the headers of a part are too long");
        if (at === -1) break;
        yield parsePart(rest.toString("utf8", 0, at));
        rest = rest.subarray(at + 4);
        state = "body";
      } else {
        rest = Buffer.alloc(0);
        break;
      }
    }
  }
  if (state !== "end") throw new MultipartBroken("the form ended early");
}
