import { rmSync } from "node:fs";
import { systemClock } from "#core/base";
import { createOlympus } from "#core/host";
import { createHttpClient } from "../http-client/index.ts";
import { hubNetwork } from "../hub-network.ts";
import { openFileVault } from "#core/settings";
import { createHttpHost, isLoopback, writePrivateFile, type HttpHost } from "../http/index.ts";
import { createFileLog, type LogLine } from "../logging/index.ts";
import { dataDirOf, findProgram, localHostPath, logsDir, vaultPath } from "../places.ts";
import { answer, fail, misused, type RunCommand, type Terminal } from "./command.ts";
import type { LocalHost } from "./local-host.ts";
import { errorSentence } from "../sentences.ts";

/** No service is registered for it with IANA (2026-11). */
const defaultPort = 4510;
/** Work under way may finish for so long before the process ends anyway. */
const closeLimitMs = 10_000;

const tellLine = (terminal: Terminal) => (line: LogLine) => {
  if (line.level !== "info") terminal.note(`${line.level}: ${line.message} ${JSON.stringify(line.fields)}`);
};

const portOf = (text: string | boolean | undefined): number | null => {
  const port = text === undefined ? defaultPort : Number(text);
  return Number.isInteger(port) && port >= 0 && port <= 65_535 && text !== "" ? port : null;
};

const startSentence = (code: string): string =>
  ({
    EADDRINUSE: "The port is in use. Choose another with --port.",
    EACCES: "The port is not allowed for this user. Choose one above 1023 with --port.",
  })[code] ?? `The address cannot be listened on (${code}).`;

const start = async (host: HttpHost): Promise<string | null> => {
  try {
    await host.start();
    return null;
  } catch (cause) {
    return cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  }
};

const welcome = (terminal: Terminal, host: HttpHost, boundTo: string): void => {
  if (!isLoopback(boundTo))
    terminal.note(
      `WARNING: listening on ${boundTo}. Other machines can reach this host and the connection is not encrypted; put a TLS proxy in front of it.`,
    );
  const code = host.setupCode();
  if (code === null) return;
  // Output that goes to a file or journal may be read by others; the file is for its owner alone.
  terminal.note(terminal.attended ? `Set-up code: ${code.text}   (also in ${code.path})` : `The set-up code is in ${code.path}`);
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })));

export const runServe: RunCommand = async ({ options, json }, terminal) => {
  const port = portOf(options["port"]);
  if (port === null) return misused(terminal, "--port takes a number from 0 to 65535.");
  const boundTo = typeof options["host"] === "string" ? options["host"] : "127.0.0.1";
  const dataDir = dataDirOf(terminal.environment);
  const { version, rendererDir } = findProgram();

  const log = createFileLog({ folder: logsDir(dataDir), clock: systemClock, echo: tellLine(terminal) });
  const vault = openFileVault({ path: vaultPath(dataDir) });
  const network = { http: createHttpClient(), ...hubNetwork(terminal.environment) };
  const opened = await createOlympus({ dataDir, ...network, hostName: "headless", secrets: vault, version, log });
  if (!opened.ok) return fail(terminal, json, opened.error, errorSentence(opened.error));
  const olympus = opened.value;

  const allowedHosts = (terminal.environment["OLYMPUS_ALLOWED_HOSTS"] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const host = createHttpHost({
    olympus,
    vault,
    dataDir,
    rendererDir,
    version,
    port,
    host: boundTo,
    allowedHosts,
    clock: systemClock,
    log,
  });
  const failure = await start(host);
  if (failure !== null) {
    await olympus.close();
    return fail(terminal, json, { type: "ListenFailed" }, startSentence(failure));
  }

  const local: LocalHost = { url: host.url(), token: host.createProcessToken(), pid: process.pid };
  writePrivateFile(localHostPath(dataDir), JSON.stringify(local));
  log.info("serving", { url: host.url(), version });
  welcome(terminal, host, boundTo);
  answer(terminal, json, { url: host.url(), dataDir, setupCodePath: host.setupCode()?.path ?? null }, `Olympus is at ${host.url()}`);

  await untilAborted(terminal.signal);
  terminal.note("Closing …");
  const cut = setTimeout(() => process.exit(1), closeLimitMs);
  cut.unref();
  rmSync(localHostPath(dataDir), { force: true });
  await host.close();
  await olympus.close();
  log.info("closed");
  log.close();
  clearTimeout(cut);
  return 0;
};
