import { ORPCError } from "@orpc/client";
import { createRouterClient } from "@orpc/server";
import { silentLog } from "#core/base";
import { ok, type Result } from "#core/base/schema";
import type { AppError } from "#core/contract";
import { createOlympus } from "#core/host";
import { createHttpClient } from "../http-client/index.ts";
import { hubNetwork } from "../hub-network.ts";
import { openFileVault } from "#core/settings";
import { dataDirOf, findProgram, vaultPath } from "../places.ts";
import { fail, type ExitCode, type Terminal } from "./command.ts";
import type { Client, Connection } from "./local-host.ts";
import { errorSentence } from "../sentences.ts";

const openHere = async (dataDir: string, environment: NodeJS.ProcessEnv): Promise<Result<Connection, AppError>> => {
  const secrets = openFileVault({ path: vaultPath(dataDir) });
  const opened = await createOlympus({
    dataDir,
    http: createHttpClient(),
    ...hubNetwork(environment),
    hostName: "cli",
    version: findProgram().version,
    secrets,
    log: silentLog,
  });
  if (!opened.ok) return opened;
  const client = createRouterClient(opened.value.router, { context: {} }) as unknown as Client;
  return ok({ client, vault: secrets, close: opened.value.close });
};

/** Opens the data folder in this process or, when a host on this machine has it open, speaks to that host. */
export const openClient = async (terminal: Terminal): Promise<Result<Connection, AppError>> => {
  const dataDir = dataDirOf(terminal.environment);
  const opened = await openHere(dataDir, terminal.environment);
  if (opened.ok || opened.error.type !== "DataFolderHeld") return opened;
  const { connectToLocalHost } = await import("./local-host.ts");
  const connection = await connectToLocalHost(dataDir);
  return connection === null ? opened : ok(connection);
};

const toError = (cause: unknown, signal: AbortSignal): AppError => {
  if (signal.aborted) return { type: "Aborted", by: "user" };
  if (cause instanceof ORPCError && typeof cause.data === "object" && cause.data !== null && "type" in cause.data)
    return cause.data as AppError;
  if (cause instanceof ORPCError && cause.status === 400)
    return { type: "UploadRefused", reason: `the input was refused: ${JSON.stringify(cause.data)}` };
  throw cause;
};

/** Opens, works, closes; every expected failure on the way becomes the command's exit. */
export const withClient = (terminal: Terminal, json: boolean, work: (client: Client) => Promise<ExitCode>): Promise<ExitCode> =>
  withConnection(terminal, json, ({ client }) => work(client));

/** The same, for work that may have to open the vault. */
export const withConnection = async (
  terminal: Terminal,
  json: boolean,
  work: (connection: Connection) => Promise<ExitCode>,
): Promise<ExitCode> => {
  const opened = await openClient(terminal);
  if (!opened.ok) return fail(terminal, json, opened.error, errorSentence(opened.error));
  try {
    return await work(opened.value);
  } catch (cause) {
    const error = toError(cause, terminal.signal);
    return fail(terminal, json, error, errorSentence(error));
  } finally {
    await opened.value.close();
  }
};
