import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { platform } from "node:os";

/** Marks that browsers leave on what they fetched. Never throws: a mark that cannot be read is no mark. */
export interface OriginMarks {
  /** The address each marked file came from, by path; "" when the mark names none. Unmarked files are not in it. */
  readonly read: (paths: readonly string[], signal?: AbortSignal) => Promise<ReadonlyMap<string, string>>;
}

/** Paths given to one call of `getfattr`; well below any limit on a command line. */
const pathsInCall = 200;
const callLimitMs = 10_000;
/** A mark is a few lines. */
const longestAddress = 2000;

const addressOf = (text: string): string => (/^https?:\/\/\S+$/i.test(text.trim()) ? text.trim().slice(0, longestAddress) : "");

/** The mark of Windows: a stream of the file, or on other systems a file of that name beside it, as copying leaves it. Zones 3 and 4 are the internet. */
const readZone = async (path: string): Promise<string | null> => {
  const text = await readFile(`${path}:Zone.Identifier`, "latin1").catch(() => null);
  if (text === null || !/^\s*ZoneId\s*=\s*[34]\s*$/m.test(text)) return null;
  return addressOf(/^\s*(?:HostUrl|ReferrerUrl)\s*=\s*(.+)$/m.exec(text)?.[1] ?? "");
};

/** `getfattr` writes bytes that could confuse as a backslash and three octal digits; the rest is UTF-8. */
const unescaped = (text: string): string => {
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const plain = bytes.replaceAll(/\\([0-7]{3}|.)/gs, (_whole, code: string) =>
    code.length === 3 ? String.fromCodePoint(Number.parseInt(code, 8)) : code,
  );
  return Buffer.from(plain, "latin1").toString("utf8");
};

/** What `getfattr -n user.xdg.origin.url --absolute-names` prints: a line with the path, one with the value, an empty one. */
export const parseFileAttributes = (printed: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  let path: string | null = null;
  for (const line of printed.split("\n")) {
    if (line.startsWith("# file: ")) path = unescaped(line.slice("# file: ".length));
    const value = /^user\.xdg\.origin\.url="(.*)"$/.exec(line)?.[1];
    if (path !== null && value !== undefined) found.set(path, addressOf(unescaped(value)));
  }
  return found;
};

/** `attributeProgram`: the tool that reads extended attributes, where there is one. */
export const createOriginMarks = (attributeProgram: string | null = platform() === "linux" ? "getfattr" : null): OriginMarks => {
  let program = attributeProgram;

  const readAttributes = (paths: readonly string[], signal: AbortSignal | undefined): Promise<ReadonlyMap<string, string>> => {
    const name = program;
    if (name === null || paths.length === 0) return Promise.resolve(new Map());
    const parameters = ["-n", "user.xdg.origin.url", "--absolute-names", "--", ...paths];
    return new Promise((resolve) => {
      execFile(name, parameters, { signal, timeout: callLimitMs, maxBuffer: 4 * 1024 * 1024 }, (failure, printed) => {
        // Not installed here: asked once.
        if (failure !== null && failure.code === "ENOENT") program = null;
        // It fails when any of the files has no mark, and prints those that have one all the same.
        resolve(parseFileAttributes(printed));
      });
    });
  };

  return {
    read: async (paths, signal) => {
      const found = new Map<string, string>();
      for (let start = 0; start < paths.length && signal?.aborted !== true; start += pathsInCall) {
        const piece = paths.slice(start, start + pathsInCall);
        const [attributes, zones] = await Promise.all([
          readAttributes(piece, signal),
          Promise.all(piece.map(async (path) => [path, await readZone(path)] as const)),
        ]);
        for (const [path, address] of attributes) found.set(path, address);
        for (const [path, address] of zones) if (address !== null) found.set(path, address);
      }
      return found;
    },
  };
};
