import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { chatGptConversation } from "./test-chatgpt.ts";

const conversationCount = 250;
const messageCount = 40;

/** Runs the import in a process of its own; kills it once it has told of `killAfter` conversations. Gives the lines it wrote. */
const importIn = (dataDir: string, path: string, killAfter: number): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL("./test-crash-child.ts", import.meta.url));
    const child = spawn(process.execPath, [script, dataDir, path], { stdio: ["ignore", "pipe", "inherit"] });
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      if (Number(line) >= killAfter) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("exit", () => resolve(lines));
  });

it(
  "[T10] killed in the middle, an import that is run again brings everything once and nothing by halves",
  { timeout: 120_000 },
  async () => {
    const folder = createTestFolder();
    try {
      const path = join(folder.path, "conversations.json");
      const conversations = Array.from({ length: conversationCount }, (_, index) =>
        chatGptConversation(
          `c${index}`,
          Array.from({ length: messageCount }, (__, place) => ({
            id: `${index}-${place}`,
            parent: place === 0 ? null : `${index}-${place - 1}`,
            role: place % 2 === 0 ? "user" : "assistant",
            text: `The badger of line ${place} in ${index}. `.repeat(20),
          })),
        ),
      );
      writeFileSync(path, JSON.stringify(conversations));
      const dataDir = join(folder.path, "data");
      let killed = 0;
      for (const killAfter of [1, 90, 180]) {
        const lines = await importIn(dataDir, path, killAfter);
        if (!lines.some((line) => line.startsWith("{"))) killed += 1;
      }
      expect(killed).toBeGreaterThan(0);
      const last = await importIn(dataDir, path, Infinity);
      const ends = last.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as unknown);
      expect(ends[0]).toMatchObject({ type: "transfer-end", report: { damagedCount: 0 } });
      expect(ends[1]).toEqual({
        conversations: conversationCount,
        origins: conversationCount,
        messages: conversationCount * messageCount,
        halves: 0,
        searchable: conversationCount * messageCount,
      });
    } finally {
      folder.cleanup();
    }
  },
);
