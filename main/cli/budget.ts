import type { Allowance, AllowanceStatus } from "#core/budgets/schema";
import { allowanceIdSchema } from "#core/budgets/schema";
import { answer, misused, type CommandInput, type ExitCode, type RunCommand, type Terminal } from "./command.ts";
import { withClient } from "./open-client.ts";

const usage = `Usage: olympus budget show
       olympus budget set --day-usd N | --month-usd N | --usd N | --tokens N | --minutes N [--per SCOPE] [--provider ID] [--for ID]
       olympus budget extend ALLOWANCE_ID --by N
       olympus budget remove ALLOWANCE_ID`;

type Draft = Omit<Allowance, "id">;
const scopes = ["day", "month", "conversation", "task", "schedule"] as const;

/** Whole micro-USD of a decimal number of dollars, without going through a fraction; null for anything else. */
const microUsdOf = (text: string): number | null => {
  const [, whole, fraction = ""] = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  return whole === undefined ? null : Number(whole) * 1_000_000 + Number(fraction.padEnd(6, "0"));
};
const countOf = (text: string): number | null => (/^\d{1,12}$/.test(text) ? Number(text) : null);
const minutesOf = (text: string): number | null => (/^\d{1,7}(\.\d{1,3})?$/.test(text) ? Math.round(Number(text) * 60_000) : null);

/** What the options of `set` ask for; null when they make no sense. */
const draftsOf = (options: CommandInput["options"]): Draft[] | null => {
  const text = (name: string): string | undefined => (typeof options[name] === "string" ? options[name] : undefined);
  const provider = text("provider") ?? null;
  const per = text("per") ?? (provider === null ? "day" : "month");
  const scope = scopes.find((known) => known === per);
  const subject = text("for") ?? null;
  if (scope === undefined || (subject !== null && (scope === "day" || scope === "month" || provider !== null))) return null;
  // A provider has months only.
  if (provider !== null && (scope !== "month" || text("day-usd") !== undefined)) return null;
  const place = (at: (typeof scopes)[number]): Pick<Draft, "scope" | "subject"> =>
    provider === null ? { scope: at, subject: at === scope ? subject : null } : { scope: "provider-month", subject: provider };
  const asked = [
    { given: text("day-usd"), measure: "money", at: "day", amountOf: microUsdOf },
    { given: text("month-usd"), measure: "money", at: "month", amountOf: microUsdOf },
    { given: text("usd"), measure: "money", at: scope, amountOf: microUsdOf },
    { given: text("tokens"), measure: "tokens", at: scope, amountOf: countOf },
    { given: text("minutes"), measure: "time", at: scope, amountOf: minutesOf },
  ] as const;
  const drafts: Draft[] = [];
  for (const { amountOf, at, given, measure } of asked) {
    if (given === undefined) continue;
    const amount = amountOf(given);
    if (amount === null) return null;
    drafts.push({ ...place(at), measure, amount });
  }
  return drafts.length === 0 ? null : drafts;
};

const figure = ({ measure }: AllowanceStatus, value: number): string => {
  if (measure === "money") return `$${(value / 1e6).toFixed(6).replace(/0{1,4}$/, "")}`;
  return measure === "tokens" ? `${value} tokens` : `${(value / 60_000).toFixed(1)} min`;
};

const line = (status: AllowanceStatus): string => {
  const { amount, id, left, nearest, reserved, resetsAtMs, scope, spent, subject } = status;
  const whose = subject ?? (scope === "day" || scope === "month" ? "" : nearest === null ? "each" : `each, nearest ${nearest}`);
  const held = reserved === 0 ? "" : `, ${figure(status, reserved)} held`;
  const until = resetsAtMs === null ? "" : `, whole again ${new Date(resetsAtMs).toISOString()}`;
  return `${scope}${whose === "" ? "" : ` (${whose})`}: ${figure(status, spent)} of ${figure(status, amount)} used${held}, ${figure(status, left)} left${until}\n    ${id}`;
};

const tell = (terminal: Terminal, json: boolean, statuses: readonly AllowanceStatus[]): ExitCode => {
  const nothing = "No allowance is given: nothing is spent. What runs on this machine is free.";
  answer(terminal, json, statuses, statuses.length === 0 ? nothing : statuses.map(line).join("\n"));
  return 0;
};

const extend = ({ json, options, words }: CommandInput, terminal: Terminal): Promise<ExitCode> | ExitCode => {
  const allowanceId = allowanceIdSchema.safeParse(words[1]);
  const by = typeof options["by"] === "string" ? options["by"] : "";
  if (!allowanceId.success) return misused(terminal, usage);
  return withClient(terminal, json, async (client) => {
    const allowance = (await client.budget.status()).find(({ id }) => id === allowanceId.data);
    // An unknown one goes to the core, which says so.
    const measure = allowance?.measure ?? "money";
    const amount = measure === "money" ? microUsdOf(by) : measure === "tokens" ? countOf(by) : minutesOf(by);
    if (amount === null || amount === 0) return misused(terminal, usage);
    return tell(terminal, json, [await client.budget.extend({ allowanceId: allowanceId.data, by: amount })]);
  });
};

const remove = ({ json, words }: CommandInput, terminal: Terminal): Promise<ExitCode> | ExitCode => {
  const allowanceId = allowanceIdSchema.safeParse(words[1]);
  if (!allowanceId.success) return misused(terminal, usage);
  return withClient(terminal, json, async (client) => {
    const removed = await client.budget.remove({ allowanceId: allowanceId.data });
    answer(terminal, json, removed, removed.removed ? "Taken away." : "There was no such allowance.");
    return 0;
  });
};

export const runBudget: RunCommand = async (input, terminal) => {
  const { json, options, words } = input;
  const takesId = words[0] === "extend" || words[0] === "remove";
  if (words.length !== (takesId ? 2 : 1)) return misused(terminal, usage);
  switch (words[0] ?? "") {
    case "show":
      return withClient(terminal, json, async (client) => tell(terminal, json, await client.budget.status()));
    case "set": {
      const drafts = draftsOf(options);
      if (drafts === null) return misused(terminal, usage);
      return withClient(terminal, json, async (client) => {
        const statuses: AllowanceStatus[] = [];
        for (const draft of drafts) statuses.push(await client.budget.set(draft));
        return tell(terminal, json, statuses);
      });
    }
    case "extend":
      return extend(input, terminal);
    case "remove":
      return remove(input, terminal);
    default:
      return misused(terminal, usage);
  }
};
