import { passphraseLength, passphraseMinimumLength } from "#core/settings/schema";
import type { ExitCode, Terminal } from "./command.ts";
import type { Client, Connection } from "./local-host.ts";
import { withConnection } from "./open-client.ts";

const attempts = 3;

const openVault = async (vault: NonNullable<Connection["vault"]>, terminal: Terminal, create: boolean): Promise<string | null> => {
  if (vault.status() === "open") return null;
  if (!vault.exists()) {
    if (!create) return null;
    const chosen = await terminal.readSecret("Choose a passphrase for your keys on this machine: ");
    if (chosen === null || passphraseLength(chosen) < passphraseMinimumLength)
      return `Keys are stored encrypted under a passphrase of at least ${passphraseMinimumLength} characters: give it as the line after the key. Nothing was stored.`;
    await vault.create(chosen);
    return null;
  }
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const given = await terminal.readSecret("Passphrase of your keys: ");
    if (given === null || given === "") break;
    if (await vault.unlock(given)) return null;
    terminal.note("That is not the passphrase.");
  }
  return create ? "The keys stay locked: the passphrase is needed as a line of standard input. Nothing was stored." : null;
};

/**
 * Works with the keys open: asks for the passphrase when this process holds the vault itself. With `create`, makes the vault when there is
 * none and gives up without it; otherwise goes on with locked keys, and local models still answer.
 */
export const withOpenKeys = (
  terminal: Terminal,
  json: boolean,
  { create }: { readonly create: boolean },
  work: (client: Client) => Promise<ExitCode>,
): Promise<ExitCode> =>
  withConnection(terminal, json, async ({ client, vault }) => {
    const problem = vault === null ? null : await openVault(vault, terminal, create);
    if (problem === null) return work(client);
    terminal.note(problem);
    if (json) terminal.write(`${JSON.stringify({ error: { type: "SecretsLocked" } }, null, 2)}\n`);
    return 1;
  });
