/** What a start of the program asks for. */
export interface LaunchArgs {
  /** A link of ours as it was handed over, unchecked. */
  readonly link: string | null;
  /** Open the quick prompt, or hide it: for desktops that bind a key to a command themselves. */
  readonly togglePrompt: boolean;
  /** Started by the system at login: no window until somebody asks. */
  readonly hidden: boolean;
}

/** Anything else on the command line is Chromium's or nobody's, and is passed over. More than one link is none: nobody clicks two at once. */
export const readLaunchArgs = (argv: readonly string[]): LaunchArgs => {
  const links = argv.filter((argument) => argument.toLowerCase().startsWith("olympus:"));
  return {
    link: links.length === 1 ? (links[0] ?? null) : null,
    togglePrompt: argv.includes("--toggle-prompt"),
    hidden: argv.includes("--hidden"),
  };
};

/**
 * What follows `--cli`, for a start that is a command and opens no window; null: it is not one. Only as the first word: what a link brings
 * along can never be that. `program`: how many words before it name what is started.
 */
export const readCommand = (argv: readonly string[], program: 1 | 2): readonly string[] | null =>
  argv[program] === "--cli" ? argv.slice(program + 1) : null;
