import { providerDraftSchema, providerKindSchema, type Provider, type ProviderDraft, type ProviderKind } from "#core/llm/schema";
import { answer, misused, type CommandInput, type ExitCode, type RunCommand, type Terminal } from "./command.ts";
import type { Client } from "./local-host.ts";
import { withClient } from "./open-client.ts";
import { withOpenKeys } from "./open-keys.ts";

const usage = "Usage: olympus providers list | test NAME | remove NAME | add --kind K --name N [--base-url URL] [--model M]";

const line = ({ id, kind, name, model, baseUrl, hasKey }: Provider): string =>
  `${name}  ${kind}  ${model}${baseUrl === null ? "" : `  ${baseUrl}`}${hasKey ? "  with key" : ""}\n    ${id}`;

const textOf = (value: string | boolean | undefined): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : null;

/** Dollars on the command line; micro-USD inside. Undefined when it is no amount. */
const microUsdOf = (value: string | boolean | undefined): number | null | undefined => {
  const text = textOf(value);
  if (text === null) return null;
  const amount = Number(text);
  return Number.isFinite(amount) && amount >= 0 && amount <= 1e9 ? Math.round(amount * 1e6) : undefined;
};

const priceOf = (options: CommandInput["options"]): ProviderDraft["price"] | undefined => {
  const input = microUsdOf(options["price-in"]);
  const output = microUsdOf(options["price-out"]);
  if (input === undefined || output === undefined || (input === null) !== (output === null)) return undefined;
  return input === null || output === null ? null : { inputMicroUsd: input, outputMicroUsd: output };
};

/** Kinds on the person's own machines ask for a key only when told. */
const wantsKey = (kind: ProviderKind, options: CommandInput["options"]): boolean =>
  kind === "ollama" ? false : kind === "compatible" ? options["with-key"] === true : true;

/** The first model a provider offers, when none is named. */
const modelOf = async (
  client: Client,
  draft: Pick<ProviderDraft, "kind" | "baseUrl" | "key">,
  named: string | null,
): Promise<string | null> => named ?? (await client.providers.names(draft))[0] ?? null;

const add = async ({ options, json }: CommandInput, terminal: Terminal): Promise<ExitCode> => {
  const kind = providerKindSchema.safeParse(options["kind"]);
  const name = textOf(options["name"]);
  const monthlyMicroUsd = microUsdOf(options["monthly-usd"]);
  const price = priceOf(options);
  if (!kind.success || name === null) return misused(terminal, `${usage}\nK is openai, anthropic, gemini, ollama or compatible.`);
  if (monthlyMicroUsd === undefined || price === undefined)
    return misused(terminal, "Amounts are US dollars, and --price-in and --price-out (for a million tokens) come together.");
  const key = wantsKey(kind.data, options) ? ((await terminal.readSecret(`Key for ${name}: `))?.trim() ?? "") : null;
  if (key === "") return misused(terminal, "The key is read from standard input, and there was none.");

  const save = async (client: Client): Promise<ExitCode> => {
    const access = { kind: kind.data, baseUrl: textOf(options["base-url"]), key };
    const model = await modelOf(client, access, textOf(options["model"]));
    if (model === null) return misused(terminal, "The provider names no model of its own: add --model.");
    const draft = providerDraftSchema.safeParse({ ...access, name, model, price, monthlyMicroUsd });
    if (!draft.success) return misused(terminal, draft.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
    const provider = await client.providers.add(draft.data);
    const { modelOrder } = await client.settings.get();
    await client.settings.update({ modelOrder: [...modelOrder, provider.id] });
    answer(terminal, json, provider, `Added and tested:\n${line(provider)}`);
    return 0;
  };
  return key === null ? withClient(terminal, json, save) : withOpenKeys(terminal, json, { create: true }, save);
};

/** By id or by name. */
const found = async (client: Client, named: string): Promise<Provider | null> =>
  (await client.providers.list()).find(({ id, name }) => id === named || name === named) ?? null;

const withProvider =
  ({ words, json }: CommandInput, terminal: Terminal, work: (client: Client, provider: Provider) => Promise<ExitCode>) =>
  async (client: Client): Promise<ExitCode> => {
    const provider = await found(client, words[1] ?? "");
    if (provider !== null) return work(client, provider);
    terminal.note(`There is no provider "${words[1] ?? ""}". "olympus providers list" names them.`);
    if (json) terminal.write(`${JSON.stringify({ error: { type: "ProviderNotFound", providerId: words[1] ?? "" } }, null, 2)}\n`);
    return 1;
  };

export const runProviders: RunCommand = async (input, terminal) => {
  const { words, json } = input;
  if (words[0] === "list" && words.length === 1)
    return withClient(terminal, json, async (client) => {
      const providers = await client.providers.list();
      answer(terminal, json, providers, providers.length === 0 ? "There are no providers." : providers.map(line).join("\n"));
      return 0;
    });
  if (words[0] === "add" && words.length === 1) return add(input, terminal);
  if (words[0] === "test" && words.length === 2)
    return withOpenKeys(
      terminal,
      json,
      { create: false },
      withProvider(input, terminal, async (client, { id, name }) => {
        const trial = await client.providers.test({ providerId: id });
        answer(terminal, json, trial, `${name} answered “${trial.answer}” in ${trial.durationMs} ms.`);
        return 0;
      }),
    );
  if (words[0] === "remove" && words.length === 2)
    return withOpenKeys(
      terminal,
      json,
      { create: false },
      withProvider(input, terminal, async (client, { id, name }) => {
        const removed = await client.providers.remove({ providerId: id });
        answer(terminal, json, removed, `${name} and its key are forgotten.`);
        return 0;
      }),
    );
  return misused(terminal, usage);
};
