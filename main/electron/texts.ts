/** Every word the shell itself shows, in one place: the interface has its own in `en.json`. */
export const texts = {
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
    newChat: "New chat",
    settings: "Settings …",
    quick: "Quick prompt",
    library: "Library",
    tasks: "Tasks",
    help: "Help",
    shortcuts: "Keyboard shortcuts",
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
  hopeless: "The interface stopped working several times in a minute. Your data is safe; start Olympus again.",
  update: {
    available: (version: string): string => `Olympus ${version} is available`,
    availableText: "Nothing is downloaded until you say so, in Settings › Desktop.",
    rolledBack: (bad: string, good: string): string =>
      `Olympus ${bad} did not start twice. You are back on ${good}; ${bad} is not offered again.`,
    stuck: (bad: string): string =>
      `Olympus ${bad} did not start twice, and the version before it is not kept on this machine. Your data is safe. Olympus tries once more now; if it does not open, install the version before by hand.`,
  },
} as const;
