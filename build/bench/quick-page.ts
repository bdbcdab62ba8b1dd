import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright";
import { chromiumAdvice, chromiumFlags, findChromium } from "../chromium.ts";

const size = { width: 680, height: 96 };

/**
 * How long the quick prompt needs from coming into view until a key that was pressed at that moment is drawn, in ms, once for each of `rounds`. The page is
 * loaded and hidden before, as the desktop app keeps it; the operating system's part, showing the window, is not in it.
 */
export const measureQuickTyping = async (url: string, dataDir: string, rounds: number): Promise<number[]> => {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`There is no Chromium here. This brings one: ${chromiumAdvice()}`);
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  try {
    const page = await browser.newPage({ viewport: size });
    const code = readFileSync(join(dataDir, "http/setup-code"), "utf8").trim();
    const answer = await page.request.post(`${url}/auth/setup`, {
      data: { passphrase: "marble otter quilt sixteen", code },
      headers: { origin: url },
    });
    if (!answer.ok()) throw new Error(`the host refused the passphrase: ${await answer.text()}`);
    await page.goto(`${url}/#/quick`);
    const box = page.getByRole("textbox");
    await box.waitFor();
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await box.evaluate((element: HTMLTextAreaElement) => element.blur());
      times.push(
        await page.evaluate(async () => {
          const beginMs = performance.now();
          window.dispatchEvent(new Event("focus"));
          const area = document.activeElement;
          if (!(area instanceof HTMLTextAreaElement)) throw new Error("the box did not take the cursor");
          document.execCommand("insertText", false, "a");
          // The frame after the next begins when the one that shows the letter is done.
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          if (!area.value.endsWith("a")) throw new Error("the letter is not in the box");
          return performance.now() - beginMs;
        }),
      );
    }
    return times;
  } finally {
    await browser.close();
  }
};
