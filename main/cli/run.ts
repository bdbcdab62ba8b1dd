import { parseArgs } from "node:util";
import { findProgram } from "../places.ts";
import { misused, type CommandSpec, type ExitCode, type Terminal } from "./command.ts";
import { commands } from "./commands.ts";

const general = `  --json    one JSON document on standard output and nothing else there
  --help    this text`;

type Commands = Readonly<Record<string, CommandSpec>>;

const overview = (known: Commands): string =>
  `Olympus answers questions from your own documents.

${Object.values(known)
  .map(({ usage, summary }) => `  ${usage.padEnd(52)} ${summary}`)
  .join("\n")}

Each command takes:
${general}
Data lies in OLYMPUS_HOME or the platform's standard place. Exit codes: 0 done, 1 failed, 2 wrong usage.
`;

const helpOf = ({ usage, summary, help }: CommandSpec): string => `${usage}\n\n${summary}.\n${help}\n\n${general}\n`;

const parse = (spec: CommandSpec, args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...spec.options, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
      strict: true,
    });
    return { options: values as Readonly<Record<string, string | boolean | undefined>>, words: positionals };
  } catch (cause) {
    if (cause instanceof TypeError) return cause.message;
    throw cause;
  }
};

/** Runs one command line (without `node` and the script) of those that are known. Never throws: a defect is noted with its stack and answers 1. */
export const runCli = async (args: readonly string[], terminal: Terminal, known: Commands = commands): Promise<ExitCode> => {
  const [name = "--help", ...rest] = args;
  if (name === "--help" || name === "-h" || name === "help") {
    terminal.write(overview(known));
    return args.length === 0 ? 2 : 0;
  }
  if (name === "--version") {
    terminal.write(`${findProgram().version}\n`);
    return 0;
  }
  const spec = Object.hasOwn(known, name) ? known[name] : undefined;
  if (spec === undefined) return misused(terminal, `There is no command "${name}". "olympus --help" lists them.`);

  const parsed = parse(spec, rest);
  if (typeof parsed === "string") return misused(terminal, `${parsed}\n${spec.usage}`);
  if (parsed.options["help"] === true) {
    terminal.write(helpOf(spec));
    return 0;
  }
  const [minimum, maximum] = spec.words;
  if (parsed.words.length < minimum || parsed.words.length > maximum) return misused(terminal, `Usage: ${spec.usage}`);
  try {
    const run = await spec.load();
    return await run({ ...parsed, json: parsed.options["json"] === true }, terminal);
  } catch (cause) {
    // Decision: the last boundary of the process; a fault of ours ends the command, with its stack for the report.
    terminal.note(`Olympus has a fault: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    return 1;
  }
};
