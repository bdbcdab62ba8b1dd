import { answer, misused, type RunCommand } from "./command.ts";
import { withClient } from "./open-client.ts";

const place = (path: string, page: number | null, heading: string): string =>
  [path, page === null ? "" : `page ${page}`, heading].filter((part) => part !== "").join(" · ");

export const runSearch: RunCommand = async ({ words, options, json }, terminal) => {
  const k = Number(options["k"] ?? 10);
  if (!Number.isInteger(k) || k < 1 || k > 100) return misused(terminal, "--k takes a whole number from 1 to 100.");
  const query = words.join(" ").trim();
  if (query === "") return misused(terminal, "The query is empty.");

  return withClient(terminal, json, async (client) => {
    const { hits } = await client.library.search({ query, k }, { signal: terminal.signal });
    const found = hits.map(({ chunkId, path, page, heading, text, score }) => ({ chunkId, path, page, heading, text, score }));
    const lines = found.map(
      (hit, index) => `${index + 1}. ${place(hit.path, hit.page, hit.heading)}  (${hit.score.toFixed(2)})\n${hit.text.trim()}\n`,
    );
    answer(terminal, json, found, lines.length === 0 ? "Nothing matches." : lines.join("\n"));
    return 0;
  });
};
