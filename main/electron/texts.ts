import type { Settings } from "#core/settings/schema";

/** Every word the shell itself shows: the interface has its own in its catalogues, and what a page is shown in is its own affair. */
const english = {
  name: "Olympus",
  tray: {
    open: "Open Olympus",
    quick: "Quick prompt",
    running: (count: number): string => (count === 1 ? "1 task is running" : `${count} tasks are running`),
    idle: "No task is running",
    update: (version: string): string => `Update to ${version} …`,
    quit: "Quit Olympus",
  },
  menu: {
    file: "File",
    newChat: "New chat",
    settings: "Settings …",
    quick: "Quick prompt",
    library: "Library",
    tasks: "Tasks",
    close: "Close window",
    quit: "Quit",
    edit: "Edit",
    undo: "Undo",
    redo: "Redo",
    cut: "Cut",
    copy: "Copy",
    paste: "Paste",
    selectAll: "Select all",
    view: "View",
    resetZoom: "Actual size",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    fullScreen: "Full screen",
    window: "Window",
    minimize: "Minimise",
  },
  closing: {
    title: "Olympus stays in the tray",
    text:
      "Closing the window leaves Olympus at work: running tasks go on, and the quick prompt opens with its key. Choose Quit in the tray's menu to end it. " +
      "If your desktop shows no tray, start Olympus again to bring the window back.",
    keep: "Keep it in the tray",
    quit: "Quit now",
  },
  quitting: {
    title: (count: number): string => (count === 1 ? "A task is still running" : `${count} tasks are still running`),
    text: "If you quit, what they have done stays, and they are taken up again when Olympus starts the next time.",
    quit: "Quit",
    stay: "Keep running",
  },
  locked: { title: "Olympus", text: "Something waits for you." },
  told: {
    plan: "A plan waits for your yes",
    approval: "A plan waits for your answer",
    approvalText: (tool: string, folder: string | null): string =>
      `It wants to use ${tool}${folder === null ? "" : ` in ${folder}`} and goes on when you say yes.`,
  },
  hopeless: "The interface stopped working several times in a minute. Your data is safe; start Olympus again.",
  update: {
    available: (version: string): string => `Olympus ${version} is available`,
    availableText: "Nothing is downloaded until you say so, in Settings › Desktop.",
    stuck: (bad: string): string =>
      `Olympus ${bad} did not start twice, and the version before it is not kept on this machine. Your data is safe. Olympus tries once more now; if it does not open, install the version before by hand.`,
  },
};

export type ShellTexts = typeof english;

const german: ShellTexts = {
  name: "Olympus",
  tray: {
    open: "Olympus öffnen",
    quick: "Schnellfrage",
    running: (count) => (count === 1 ? "1 Aufgabe läuft" : `${count} Aufgaben laufen`),
    idle: "Keine Aufgabe läuft",
    update: (version) => `Auf ${version} aktualisieren …`,
    quit: "Olympus beenden",
  },
  menu: {
    file: "Datei",
    newChat: "Neuer Chat",
    settings: "Einstellungen …",
    quick: "Schnellfrage",
    library: "Bibliothek",
    tasks: "Aufgaben",
    close: "Fenster schließen",
    quit: "Beenden",
    edit: "Bearbeiten",
    undo: "Rückgängig",
    redo: "Wiederholen",
    cut: "Ausschneiden",
    copy: "Kopieren",
    paste: "Einfügen",
    selectAll: "Alles auswählen",
    view: "Ansicht",
    resetZoom: "Originalgröße",
    zoomIn: "Vergrößern",
    zoomOut: "Verkleinern",
    fullScreen: "Vollbild",
    window: "Fenster",
    minimize: "Minimieren",
  },
  closing: {
    title: "Olympus bleibt im Infobereich",
    text:
      "Nach dem Schließen des Fensters arbeitet Olympus weiter: Laufende Aufgaben gehen voran, und die Schnellfrage öffnet sich mit ihrer Taste. Beenden im Menü des Infobereichs hört wirklich auf. " +
      "Zeigt die Arbeitsumgebung keinen Infobereich, bringt ein neuer Start von Olympus das Fenster zurück.",
    keep: "Im Infobereich lassen",
    quit: "Jetzt beenden",
  },
  quitting: {
    title: (count) => (count === 1 ? "Eine Aufgabe läuft noch" : `${count} Aufgaben laufen noch`),
    text: "Beim Beenden bleibt das bisher Getane, und beim nächsten Start von Olympus geht es weiter.",
    quit: "Beenden",
    stay: "Weiterlaufen lassen",
  },
  locked: { title: "Olympus", text: "Etwas wartet auf Antwort." },
  told: {
    plan: "Ein Plan wartet auf ein Ja",
    approval: "Ein Plan wartet auf Antwort",
    approvalText: (tool, folder) => `Er will ${tool}${folder === null ? "" : ` in ${folder}`} benutzen und geht mit einem Ja weiter.`,
  },
  hopeless: "Die Oberfläche ist in einer Minute mehrmals abgestürzt. Die Daten sind sicher; Olympus neu starten.",
  update: {
    available: (version) => `Olympus ${version} ist verfügbar`,
    availableText: "Heruntergeladen wird erst auf Wunsch, unter Einstellungen › Desktop.",
    stuck: (bad) =>
      `Olympus ${bad} ist zweimal nicht gestartet, und die Version davor liegt nicht mehr auf diesem Rechner. Die Daten sind sicher. Olympus versucht es jetzt noch einmal; öffnet es sich nicht, die vorige Version von Hand installieren.`,
  },
};

/** The words of a choice. The system's language, a tag such as `de-AT`, counts where the choice leaves it to it; English is everybody else's. */
export const textsOf = (choice: Settings["language"], systemLanguage: string): ShellTexts => {
  const language = choice === "system" ? systemLanguage.toLowerCase().split("-")[0] : choice;
  return language === "de" ? german : english;
};

/** For whoever shows words: asked anew each time, because a person may choose another language meanwhile. */
export interface TextsDep {
  readonly texts: () => ShellTexts;
}
