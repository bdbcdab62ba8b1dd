import { afterEach, describe, expect, it } from "vitest";
import type { MenuItemConstructorOptions } from "electron";
import { createLeaving } from "./leaving.ts";
import { setMenus } from "./menus.ts";
import { createNotifier } from "./notifier.ts";
import { textsOf, type ShellTexts } from "./texts.ts";
import { createTray } from "./tray.ts";
import { answers, app, calls, Menu, Notification, startAnew, Tray } from "./testing/fake-electron.ts";

afterEach(startAnew);

/** Every word by its place, a counted one in the singular and the plural. */
const wordsOf = (texts: object, prefix = ""): [place: string, words: string][] =>
  Object.entries(texts).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const place = prefix + key;
    if (typeof value === "string") return [[place, value]];
    if (typeof value === "object" && value !== null) return wordsOf(value, `${place}.`);
    const said = value as (count: unknown) => string;
    return [
      [`${place}(1)`, said(1)],
      [`${place}(3)`, said(3)],
    ];
  });

const labelsOf = (items: readonly MenuItemConstructorOptions[]): string[] =>
  items.flatMap(({ label, submenu, type }) =>
    type === "separator" ? [] : [label ?? "", ...(Array.isArray(submenu) ? labelsOf(submenu) : [])],
  );

describe("the shell's language", () => {
  it.each([
    ["de", "en-GB", "de"],
    ["en", "de-DE", "en"],
    ["system", "de-AT", "de"],
    ["system", "DE", "de"],
    ["system", "fr-FR", "en"],
    ["system", "", "en"],
  ] as const)("chosen as %s on a system in %j is %s", (choice, system, language) => {
    expect(textsOf(choice, system)).toBe(textsOf(language, ""));
  });

  it("says everything in German too, in other words", () => {
    const english = wordsOf(textsOf("en", ""));
    const german = Object.fromEntries(wordsOf(textsOf("de", "")));
    const same = english.filter(([place, words]) => german[place] === words).map(([place]) => place);
    expect(Object.keys(german)).toEqual(english.map(([place]) => place));
    expect(Object.values(german).filter((words) => words.trim() === "")).toEqual([]);
    expect(same).toEqual(["name", "locked.title"]);
  });

  it("is that of the menu, every item of it", () => {
    const show = (texts: ShellTexts) => {
      setMenus({ go: () => {}, quick: () => {} }, { platform: "linux", developing: false, texts });
      return labelsOf(Menu.application);
    };
    const english = show(textsOf("en", ""));
    const german = show(textsOf("de", ""));
    expect(english).toContain("Zoom in");
    expect(german).toContain("Vergrößern");
    expect(german).not.toContain("");
    expect(german.filter((label) => english.includes(label))).toEqual([]);
  });

  it("is asked anew by the tray each time it shows something", () => {
    let language: "en" | "de" = "en";
    const nothing = () => {};
    const does = { onOpen: nothing, onQuick: nothing, onTask: nothing, onTasks: nothing, onUpdate: nothing, onQuit: nothing };
    const tray = createTray({ ...does, iconsDir: "/icons", platform: "linux", texts: () => textsOf(language, "") });
    const facts = { running: [{ id: "run_1", title: "Tidy up" }], updateTo: "2.0.0" };
    tray?.show(facts);
    language = "de";
    tray?.show(facts);
    expect(Tray.all.at(-1)?.menu.flatMap(({ label }) => label ?? [])).toEqual([
      "Olympus öffnen",
      "Schnellfrage",
      "1 Aufgabe läuft",
      "Tidy up",
      "Auf 2.0.0 aktualisieren …",
      "Olympus beenden",
    ]);
  });

  it("is that of questions and notifications", async () => {
    const texts = () => textsOf("de", "");
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    createLeaving({ texts, log, running: async () => 2, close: async () => {}, onClosed: () => {} });
    answers.push(1);
    app.quit();
    await expect
      .poll(() => calls.messageBoxes.map(({ message, buttons }) => [message, ...(buttons ?? [])]))
      .toEqual([["2 Aufgaben laufen noch", "Beenden", "Weiterlaufen lassen"]]);
    const notifier = createNotifier({ texts, isLocked: () => true, isLooking: () => false, onChosen: () => {} });
    const { signal } = new AbortController();
    await notifier.send({ title: "Done", text: "" }, signal);
    const open = createNotifier({ texts, isLocked: () => false, isLooking: () => false, onChosen: () => {} });
    const about = { type: "approval", approvalId: "a", runId: "r", tool: "files.write", workspaceRoot: "/home/me" } as const;
    const waits = { title: "A plan waits for your answer", text: "In English.", about };
    await open.send(waits, signal);
    expect(Notification.all.map(({ options }) => options.body)).toEqual([
      "Etwas wartet auf Antwort.",
      "Er will files.write in /home/me benutzen und geht mit einem Ja weiter.",
    ]);
  });
});
