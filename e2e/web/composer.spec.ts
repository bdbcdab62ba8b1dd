import type { Page } from "playwright/test";
import { startProviderServer, type ProviderServer } from "#core/testing";
import { expect, startHost, test as base, type WebHost } from "./host.ts";

const csrfOf = async (page: Page, host: WebHost): Promise<string> =>
  ((await (await page.request.get(`${host.url}/auth/status`)).json()) as { csrfToken: string }).csrfToken;

/** Answers the id of its model. */
const addProvider = async (page: Page, host: WebHost, kind: "compatible" | "openai", name: string, server: ProviderServer) => {
  const added = await page.request.post(`${host.url}/api/rest/providers`, {
    data: { kind, name, baseUrl: `${server.origin}/v1`, model: "scripted", key: "a-key" },
    headers: { origin: host.url, "x-olympus-csrf": await csrfOf(page, host) },
  });
  expect(added.ok(), await added.text()).toBe(true);
  return ((await added.json()) as { id: string }).id;
};

const choose = async (page: Page, name: RegExp) => {
  await page.getByRole("button", { name: /^Model:/ }).click();
  await page.getByRole("menuitemradio", { name }).click();
};

/** A provider that sees pictures and answers as it is told; it is chosen, and costs nothing. */
const test = base.extend<{ provider: ProviderServer }>({
  provider: async ({ app, host }, provide) => {
    const server = await startProviderServer("openai");
    server.script({ type: "answer", answer: { text: ["OK"] } });
    await addProvider(app, host, "compatible", "Scripted", server);
    await choose(app, /Scripted/);
    await provide(server);
    await server.close();
  },
});

const words = ["Moss ", "keeps ", "water ", "**for a ", "long** ", "time."];
const stalled = { type: "stall", answer: { text: words }, afterFrames: 4 } as const;
const whole = { type: "answer", answer: { text: words } } as const;

const composer = (page: Page) => page.getByRole("textbox", { name: "Your question" });
const questions = (page: Page) => page.getByRole("article", { name: "Your question" });
const answers = (page: Page) => page.getByRole("article", { name: "Answer", exact: true });
const line = (page: Page) => page.getByRole("region", { name: "Questions in line" });
const waiting = (page: Page) => line(page).getByRole("listitem");

const ask = async (page: Page, question: string) => {
  await composer(page).fill(question);
  await composer(page).press("Enter");
};

/** Two questions in line behind an answer that does not end. */
const lineUp = async (page: Page, provider: ProviderServer) => {
  provider.script(stalled);
  await ask(page, "What does moss do?");
  await expect(answers(page).last()).toContainText("Moss keeps water");
  await ask(page, "How long?");
  await ask(page, "And lichen?");
  await expect(waiting(page)).toHaveText([/How long\?/, /And lichen\?/]);
};

test("questions wait in line: edited, moved, taken out and brought back, and kept by a reload", async ({ app, provider }) => {
  await lineUp(app, provider);
  await expect(composer(app)).toHaveValue("");
  await expect(app.getByRole("button", { name: "Stop", exact: true })).toBeVisible();
  await expect(line(app)).toContainText("2 questions are asked next");

  await composer(app).press("ArrowUp");
  const editor = line(app).getByRole("textbox", { name: "Edit question in line" });
  await expect(editor).toHaveValue("And lichen?");
  await editor.fill("And ferns?");
  await editor.press("Enter");
  await expect(waiting(app)).toHaveText([/How long\?/, /And ferns\?/]);
  await expect(waiting(app).nth(1)).toBeFocused();

  await app.keyboard.press("Alt+ArrowUp");
  await expect(waiting(app)).toHaveText([/And ferns\?/, /How long\?/]);
  await expect(waiting(app).nth(0)).toBeFocused();
  await waiting(app).nth(0).hover();
  await waiting(app).nth(0).getByRole("button", { name: "Later" }).click();
  await expect(waiting(app)).toHaveText([/How long\?/, /And ferns\?/]);

  await waiting(app).nth(0).focus();
  await app.keyboard.press("Delete");
  await expect(waiting(app)).toHaveText([/And ferns\?/]);
  await app.getByRole("button", { name: "Undo" }).click();
  await expect(waiting(app)).toHaveText([/How long\?/, /And ferns\?/]);

  await app.reload();
  await expect(waiting(app)).toHaveText([/How long\?/, /And ferns\?/]);
  await expect(answers(app).last()).toHaveAttribute("aria-busy", "true");
});

/** From now on, every question that was on the screen twice at any moment, and every moment without any message. */
const watchForFlicker = (page: Page) =>
  page.evaluate(() => {
    const seen = new Set<string>();
    const log = document.querySelector('[role="log"]');
    if (log === null) throw new Error("no conversation");
    new MutationObserver(() => {
      const texts = [...log.querySelectorAll('article[aria-label="Your question"]')].map((article) => article.textContent);
      for (const text of texts) if (texts.filter((other) => other === text).length > 1) seen.add(`twice: ${text}`);
      if (texts.length === 0) seen.add("nothing");
    }).observe(log, { childList: true, subtree: true });
    return Reflect.set(window, "flicker", seen);
  });
const flickerOf = (page: Page) => page.evaluate(() => [...(Reflect.get(window, "flicker") as Set<string>)]);

test("a stopped answer holds the line; going on asks one after another, once each, in every window", async ({ app, provider }) => {
  await lineUp(app, provider);
  const other = await app.context().newPage();
  await other.goto(app.url());
  await expect(waiting(other)).toHaveCount(2);

  await app.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(line(app)).toContainText("The answer was stopped. 2 questions wait.");
  await expect(line(other)).toContainText("The answer was stopped. 2 questions wait.");
  await expect(app.getByRole("button", { name: "Send" })).toBeVisible();

  provider.script(whole);
  for (const page of [app, other]) await watchForFlicker(page);
  await line(other).getByRole("button", { name: "Continue" }).click();
  for (const page of [app, other]) {
    await expect(line(page)).toBeHidden();
    await expect(questions(page)).toHaveCount(3);
    await expect(answers(page).last()).toContainText("Moss keeps water for a long time.");
    await expect(answers(page)).toHaveCount(3);
    await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Stop", exact: true })).toBeHidden();
  }
  await expect(questions(app)).toHaveText([/What does moss do\?/, /How long\?/, /And lichen\?/]);
  for (const page of [app, other]) expect(await flickerOf(page)).toEqual([]);
  await other.close();
});

test("the line outlives a host that is killed, and waits until it is told to go on", async ({ page }) => {
  const provider = await startProviderServer("openai");
  const host = await startHost();
  const answer = await page.request.post(`${host.url}/auth/setup`, {
    data: { passphrase: "marble otter quilt sixteen", code: host.setupCode() },
    headers: { origin: host.url },
  });
  expect(answer.ok()).toBe(true);
  await page.goto(host.url);
  await addProvider(page, host, "compatible", "Scripted", provider);
  await choose(page, /Scripted/);
  await lineUp(page, provider);
  await composer(page).fill("a draft");
  await host.kill();

  const again = await startHost({ dataDir: host.dataDir, port: Number(new URL(host.url).port) });
  await page.reload();
  const passphrase = page.getByRole("textbox", { name: "Passphrase" });
  await expect(passphrase.or(line(page)).first()).toBeVisible();
  if (await passphrase.isVisible()) {
    await passphrase.fill("marble otter quilt sixteen");
    await passphrase.press("Enter");
  }
  await expect(line(page)).toContainText("2 questions wait.");
  await expect(waiting(page)).toHaveText([/How long\?/, /And lichen\?/]);
  await expect(composer(page)).toHaveValue("a draft");
  provider.script(whole);
  await line(page).getByRole("button", { name: "Continue" }).click();
  await expect(questions(page)).toHaveCount(3);
  await expect(answers(page).last()).toContainText("Moss keeps water for a long time.");
  await again.stop();
  await provider.close();
});

/** A photograph of 3000 × 2000 pixels that says where it was taken. */
const photograph = async (page: Page): Promise<Buffer> => {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(3000, 2000);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    const colours = context.createLinearGradient(0, 0, 3000, 2000);
    colours.addColorStop(0, "#4a7");
    colours.addColorStop(1, "#c63");
    context.fillStyle = colours;
    context.fillRect(0, 0, 3000, 2000);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  });
  const jpeg = Buffer.from(base64, "base64");
  const says = Buffer.from("Exif\0\0II*\0\b\0\0\0 GPSLatitude 48.2082 N of the secret cabin");
  const length = Buffer.alloc(2);
  length.writeUInt16BE(says.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, says, jpeg.subarray(2)]);
};

const paste = async (page: Page, name: string, type: string, bytes: Buffer, box = composer(page)) =>
  box.evaluate(
    (area, file) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([content], file.name, { type: file.type }));
      area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    },
    { base64: bytes.toString("base64"), name, type },
  );

const imagesIn = (server: ProviderServer): Buffer[] =>
  [...JSON.stringify(server.requests.at(-1)?.body).matchAll(/data:image\/[a-z]+;base64,([A-Za-z0-9+/=]+)/g)].map(([, base64 = ""]) =>
    Buffer.from(base64, "base64"),
  );

/** Width and height of a JPEG. */
const sizeOf = (jpeg: Buffer): readonly [number, number] => {
  const at = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)];
};

test("a pasted picture reaches the model small and without its place, and stays with the question", async ({ app, host, provider }) => {
  await paste(app, "cabin.jpg", "image/jpeg", await photograph(app));
  await expect(app.getByText(/2048 × 1365/)).toBeVisible();
  await expect(app.getByText("No model you have can see pictures")).toBeVisible();

  const seeing = await startProviderServer("openai");
  seeing.script(whole);
  await addProvider(app, host, "openai", "Seeing", seeing);
  await app.reload();
  await expect(app.getByText(/2048 × 1365/)).toBeVisible();
  await expect(app.getByText("The chosen model cannot see pictures.")).toBeVisible();
  await app.getByRole("button", { name: /^Choose .*Seeing/ }).click();
  await expect(app.getByText("The chosen model cannot see pictures.")).toBeHidden();
  await app.getByRole("button", { name: /^Model: .*Seeing/ }).click();
  const item = app.getByRole("menuitemradio", { name: /Seeing/ });
  await expect(item.getByRole("img", { name: "Sees pictures" })).toBeVisible();
  await app.keyboard.press("Escape");

  await ask(app, "What is this?");
  await expect(answers(app).last()).toContainText("Moss keeps water for a long time.");
  const [picture, ...more] = imagesIn(seeing);
  if (picture === undefined) throw new Error("no picture was sent");
  expect(more).toEqual([]);
  expect(sizeOf(picture)).toEqual([2048, 1365]);
  expect(picture.includes("Exif")).toBe(false);
  expect(picture.includes("secret cabin")).toBe(false);
  expect(provider.requests.every(({ body }) => !JSON.stringify(body).includes("base64"))).toBe(true);

  await app.reload();
  const thumbnail = questions(app).getByRole("button", { name: "Open cabin.jpg" });
  await expect(thumbnail.getByRole("img")).toBeVisible();
  await thumbnail.click();
  const viewer = app.getByRole("dialog", { name: "cabin.jpg" });
  await expect(viewer.getByRole("img", { name: "cabin.jpg" })).toBeVisible();
  await viewer.getByRole("button", { name: "Actual size" }).click();
  await expect(viewer.getByRole("button", { name: "Fit to the window" })).toBeVisible();
  const saved = app.waitForEvent("download");
  await viewer.getByRole("button", { name: "Save picture" }).click();
  expect((await saved).suggestedFilename()).toBe("cabin.jpg");
  await app.keyboard.press("Escape");
  await expect(viewer).toBeHidden();
  await expect(thumbnail).toBeFocused();
  await seeing.close();
});

test("what is no picture says so, a removed one comes back, and documents still go to the library", async ({ app, provider: _chosen }) => {
  await paste(app, "broken.png", "image/png", Buffer.from("this is no picture"));
  await expect(app.getByText("It is not a picture Olympus can send.", { exact: false })).toBeVisible();
  await app.getByRole("button", { name: "Remove broken.png" }).click();
  await expect(app.getByRole("button", { name: "Remove broken.png" })).toBeHidden();
  await app.getByRole("button", { name: "Undo" }).click();
  await expect(app.getByRole("button", { name: "Remove broken.png" })).toBeVisible();
  await paste(app, "note.md", "text/markdown", Buffer.from("# Moss\n\nMoss keeps water."));
  await expect(app.getByText("Ready, in your library")).toBeVisible();
  await app.reload();
  await expect(app.getByText("Ready, in your library")).toBeVisible();
});

test("another model answers, versions are switched by key, and a question being edited is not lost", async ({ app, provider }) => {
  provider.script(whole);
  await ask(app, "What does moss do?");
  await expect(answers(app).last()).toContainText("Moss keeps water for a long time.");
  await answers(app).last().getByRole("button", { name: "Have another model answer" }).click();
  await app.getByRole("menuitem", { name: "Quotes only" }).click();
  await expect(answers(app).last().getByText("2/2")).toBeVisible();
  await expect(answers(app).last().getByText("No model: quoting your documents")).toBeVisible();
  await answers(app).last().focus();
  await app.keyboard.press("Alt+ArrowLeft");
  await expect(answers(app).last().getByText("1/2")).toBeVisible();
  await expect(answers(app).last()).toContainText("Moss keeps water");
  await expect(answers(app).last()).toBeFocused();
  await app.keyboard.press("Alt+ArrowRight");
  await expect(answers(app).last().getByText("2/2")).toBeVisible();

  await composer(app).press("ArrowUp");
  const editor = app.getByRole("textbox", { name: "Edit question" });
  await expect(editor).toHaveValue("What does moss do?");
  await expect(editor).toBeFocused();
  await editor.press("Escape");
  await expect(composer(app)).toBeFocused();
});

test("a slash that begins a question opens the prompts, a slash inside is a letter", async ({ app, host, provider: _chosen }) => {
  const kept = await app.request.post(`${host.url}/api/rest/prompts`, {
    data: { title: "Summary", text: "Summarise this in three lines.", keyword: "sum" },
    headers: { origin: host.url, "x-olympus-csrf": await csrfOf(app, host) },
  });
  expect(kept.ok(), await kept.text()).toBe(true);
  const picker = app.getByTestId("prompt-picker");
  await composer(app).pressSequentially("/su");
  await expect(picker.getByRole("option", { name: /Summary/ })).toBeVisible();
  await app.keyboard.press("Escape");
  await expect(picker).toBeHidden();
  await expect(composer(app)).toHaveValue("/su");
  await expect(composer(app)).toBeFocused();
  await composer(app).fill("");
  await composer(app).pressSequentially("/su");
  await expect(picker.getByRole("option", { name: /Summary/ })).toBeVisible();
  await app.keyboard.press("Enter");
  await expect(composer(app)).toHaveValue("Summarise this in three lines.");
  await expect(composer(app)).toBeFocused();
  await composer(app).pressSequentially(" and/or in two");
  await expect(composer(app)).toHaveValue("Summarise this in three lines. and/or in two");
  await expect(picker).toBeHidden();

  await composer(app).fill("");
  await app.getByRole("button", { name: "Prompts", exact: true }).click();
  await expect(picker.getByRole("combobox")).toBeFocused();
  await expect(picker.getByRole("option", { name: /Summary/ })).toBeVisible();
  await app.keyboard.press("Enter");
  await expect(composer(app)).toHaveValue("Summarise this in three lines.");
});

test("an answer is copied as it was written, or as it is read", async ({ app, provider }) => {
  await app.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  provider.script(whole);
  await ask(app, "What does moss do?");
  await expect(answers(app)).toContainText("Moss keeps water for a long time.");
  const copied = async (way: string): Promise<string> => {
    await app.getByRole("button", { name: "As Markdown or plain text" }).click();
    await app.getByRole("menuitem", { name: way }).click();
    await expect(app.getByText("Copied", { exact: true }).first()).toBeVisible();
    return app.evaluate(() => navigator.clipboard.readText());
  };
  expect(await copied("Copy as Markdown")).toContain("**for a long** time.");
  await expect.poll(() => copied("Copy as plain text")).toBe("Moss keeps water for a long time.");
});

test("the quick prompt takes a picture, and keeps it here when it is private", async ({ app, host }) => {
  const seeing = await startProviderServer("openai");
  seeing.script(whole);
  const id = await addProvider(app, host, "openai", "Seeing", seeing);
  const ordered = await app.request.patch(`${host.url}/api/rest/settings`, {
    data: { modelOrder: [id] },
    headers: { origin: host.url, "x-olympus-csrf": await csrfOf(app, host) },
  });
  expect(ordered.ok(), await ordered.text()).toBe(true);
  await app.goto(`${host.url}/#/quick`);
  const box = app.getByRole("textbox", { name: "Ask Olympus" });
  await paste(app, "cabin.jpg", "image/jpeg", await photograph(app), box);
  await expect(app.getByRole("img", { name: "cabin.jpg" })).toBeVisible();
  await box.fill("What is this?");
  await box.press("Enter");
  await expect(app.getByRole("article", { name: "Answer" })).toContainText("Moss keeps water for a long time.");
  const [picture] = imagesIn(seeing);
  expect(picture?.includes("secret cabin")).toBe(false);

  const asked = seeing.requests.length;
  await app.getByRole("button", { name: "New question" }).click();
  const isOpen = app.getByRole("button", { name: "Make private: stays on this machine" });
  await isOpen.click();
  await paste(app, "cabin.jpg", "image/jpeg", await photograph(app), box);
  await expect(app.getByRole("img", { name: "cabin.jpg" })).toBeVisible();
  await box.fill("And where?");
  await box.press("Enter");
  await expect(app.getByRole("article", { name: "Answer" })).toContainText("This is private and stays here");
  expect(seeing.requests.length).toBe(asked);
  await expect(app.getByRole("button", { name: "This conversation is private and stays on this machine" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await app.getByRole("button", { name: "New question" }).click();
  await expect(isOpen).toHaveAttribute("aria-pressed", "false");
  await seeing.close();
});

test("the quick prompt says when nobody it asks sees pictures, and leads to where one can be chosen", async ({ app, host }) => {
  const seeing = await startProviderServer("openai");
  seeing.script(whole);
  await addProvider(app, host, "openai", "Seeing", seeing);
  const tried = seeing.requests.length;
  await app.goto(`${host.url}/#/quick`);
  const box = app.getByRole("textbox", { name: "Ask Olympus" });
  await paste(app, "cabin.jpg", "image/jpeg", await photograph(app), box);
  await expect(app.getByRole("img", { name: "cabin.jpg" })).toBeVisible();
  await box.fill("What is this?");
  await box.press("Enter");
  const notice = app.getByRole("article", { name: "Answer" }).getByRole("alert");
  await expect(notice).toContainText("choose a model that sees pictures");
  expect(seeing.requests.length).toBe(tried);
  await app.setViewportSize({ width: 680, height: 360 });
  await app.screenshot({ path: test.info().outputPath("quick-unseen.png") });
  await app.setViewportSize({ width: 1440, height: 900 });
  await notice.getByRole("button", { name: "Choose there" }).click();
  await expect(app).toHaveURL(/#\/chat\/chat_/);
  await expect(questions(app).getByRole("list", { name: "Pictures" }).getByRole("button")).toBeVisible();
  await choose(app, /Seeing/);
  await app.getByRole("button", { name: "Answer again" }).click();
  await expect(answers(app).last()).toContainText("Moss keeps water");
  expect(imagesIn(seeing)).toHaveLength(1);
  await seeing.close();
});

test("nothing is out of reach in a small window", async ({ app, provider }) => {
  await app.setViewportSize({ width: 900, height: 700 });
  await lineUp(app, provider);
  for (const name of ["Stop", "Ask next", "Attach", "Prompts"])
    await expect(app.getByRole("button", { name, exact: true }).last()).toBeInViewport({ ratio: 1 });
  await expect(waiting(app).last()).toBeInViewport({ ratio: 1 });
  await expect(answers(app).last()).toBeInViewport();
  await app.screenshot({ path: test.info().outputPath("line-900.png") });
  // 900 × 700 at twice the size.
  await app.setViewportSize({ width: 450, height: 350 });
  await expect(composer(app)).toBeInViewport({ ratio: 1 });
  await expect(app.getByRole("button", { name: "Stop", exact: true })).toBeInViewport({ ratio: 1 });
});
