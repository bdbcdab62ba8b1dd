import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { systemClock } from "#core/base";
import { downloadIdSchema, type Download, type DownloadId, type Fit } from "#core/hub/schema";
import { errorSentence } from "../sentences.ts";
import { answer, fail, misused, type CommandInput, type ExitCode, type RunCommand, type Terminal } from "./command.ts";
import type { Client } from "./local-host.ts";
import { catalogueLine, downloadLine, fitText, modelLine, progressLine } from "./model-lines.ts";
import { withClient } from "./open-client.ts";
import { withOpenKeys } from "./open-keys.ts";

const usage = `Usage: olympus models list | catalogue | downloads
       olympus models add PATH | ADDRESS | NAME [--variant V]
       olympus models fit PATH | ADDRESS | NAME [--context N]
       olympus models resume | cancel DOWNLOAD_ID
       olympus models bench | remove MODEL_ID
       olympus models token [--forget]`;

/** Lines of progress follow each other at this distance. */
const tellEveryMs = 2000;

/** What somebody means: a file here, an address, or a name of the catalogue. */
const kindOf = (text: string, terminal: Terminal): "file" | "address" | "name" => {
  if (/^(hf:|https?:)/.test(text)) return "address";
  return /\.gguf$/i.test(text) || existsSync(resolve(terminal.callerDir, text)) ? "file" : "name";
};

/** Tells how a download goes until it ends or rests. Ctrl-C pauses it. */
const follow = async (client: Client, id: DownloadId, { json }: CommandInput, terminal: Terminal): Promise<ExitCode> => {
  const pause = () => void client.hub.pause({ downloadId: id }).catch(() => {});
  terminal.signal.addEventListener("abort", pause, { once: true });
  if (terminal.signal.aborted) pause();
  let toldAtMs = 0;
  let last: Download | undefined;
  try {
    for await (const downloads of await client.hub.watch()) {
      last = downloads.find((download) => download.id === id) ?? last;
      if (last === undefined || ["done", "failed", "paused", "cancelled"].includes(last.state)) break;
      if (!terminal.attended || systemClock.nowMs() - toldAtMs < tellEveryMs) continue;
      toldAtMs = systemClock.nowMs();
      terminal.note(progressLine(last));
    }
  } finally {
    terminal.signal.removeEventListener("abort", pause);
  }
  if (last?.state === "done") {
    answer(terminal, json, last, downloadLine(last));
    return 0;
  }
  if (last?.state === "paused") terminal.note(`To go on: olympus models resume ${id}`);
  const error = last?.error ?? ({ type: "Aborted", by: "user" } as const);
  return fail(terminal, json, error, errorSentence(error));
};

const add = (text: string, input: CommandInput, terminal: Terminal): Promise<ExitCode> =>
  withClient(terminal, input.json, async (client) => {
    const chosen = typeof input.options["variant"] === "string" ? input.options["variant"] : null;
    const kind = kindOf(text, terminal);
    if (kind === "file") {
      const info = await client.models.addFile({ path: resolve(terminal.callerDir, text) });
      answer(terminal, input.json, info, modelLine(info));
      return 0;
    }
    const found =
      kind === "address" ? await client.hub.look({ uri: text }) : (await client.hub.catalogue()).find(({ model }) => model.id === text);
    if (found === undefined) {
      const error = { type: "HubModelNotFound", modelId: text } as const;
      return fail(
        terminal,
        input.json,
        error,
        `There is no model "${text}" in the catalogue and no file of that name. "olympus models catalogue" lists what there is.`,
      );
    }
    const variantId = chosen ?? found.recommended;
    if (variantId === null)
      return misused(
        terminal,
        `None of its builds fits this machine: ${found.model.variants.map(({ id }) => id).join(", ")}. Take one all the same with --variant.`,
      );
    const download = await client.hub.download({ ...(kind === "address" ? { uri: text } : { modelId: found.model.id }), variantId });
    return follow(client, download.id, input, terminal);
  });

const fit = (text: string, { json, options }: CommandInput, terminal: Terminal): Promise<ExitCode> | ExitCode => {
  const context = options["context"] === undefined ? undefined : Number(options["context"]);
  if (context !== undefined && (!Number.isInteger(context) || context < 128))
    return misused(terminal, "--context takes a whole number from 128 on.");
  return withClient(terminal, json, async (client) => {
    const kind = kindOf(text, terminal);
    if (kind === "file") {
      const given: Fit = await client.hub.fitFile({
        path: resolve(terminal.callerDir, text),
        ...(context === undefined ? {} : { contextTokens: context }),
      });
      answer(terminal, json, given, fitText(given));
      return 0;
    }
    const found =
      kind === "address" ? await client.hub.look({ uri: text }) : (await client.hub.catalogue()).find(({ model }) => model.id === text);
    if (found === undefined) {
      const error = { type: "HubModelNotFound", modelId: text } as const;
      return fail(terminal, json, error, `There is no model "${text}" in the catalogue and no file of that name.`);
    }
    answer(terminal, json, found, found.fits.map(({ fit: each, variantId }) => `${variantId}: ${fitText(each)}`).join("\n"));
    return 0;
  });
};

const remove = (modelId: string, { json }: CommandInput, terminal: Terminal): Promise<ExitCode> =>
  withClient(terminal, json, async (client) => {
    const fetched = (await client.hub.fetched()).some((model) => model.modelId === modelId);
    const freedBytes = fetched ? (await client.hub.deleteFile({ modelId })).freedBytes : 0;
    const removed = fetched || (await client.models.removeFile({ modelId })).removed;
    if (!removed) return fail(terminal, json, { type: "ModelNotFound" }, `There is no model "${modelId}".`);
    answer(terminal, json, { removed, freedBytes }, fetched ? "Deleted from the disk." : "Forgotten; the file stays where it is.");
    return 0;
  });

const bench = (modelId: string, { json }: CommandInput, terminal: Terminal): Promise<ExitCode> =>
  withClient(terminal, json, async (client) => {
    for await (const event of await client.engine.bench({ modelId }, { signal: terminal.signal })) {
      if (event.type === "bench-progress") {
        if (terminal.attended) terminal.note(`${Math.round(event.share * 100)} %  ${event.note}`);
        continue;
      }
      const { firstTokenMs, threads, tokensPerSecond } = event.speed;
      answer(
        terminal,
        json,
        event.speed,
        `${tokensPerSecond.toFixed(1)} tokens a second, ${Math.round(firstTokenMs)} ms to the first, ${threads} threads`,
      );
    }
    return 0;
  });

/** The token comes from standard input, never as an argument. */
const token = async ({ json, options }: CommandInput, terminal: Terminal): Promise<ExitCode> => {
  const forget = options["forget"] === true;
  const given = forget ? null : ((await terminal.readSecret("Access token for Hugging Face: "))?.trim() ?? "");
  if (given === "") return misused(terminal, "The token is read from standard input, and there was none.");
  return withOpenKeys(terminal, json, { create: !forget }, async (client) => {
    const account = await client.hub.setToken({ token: given });
    answer(terminal, json, account, account.hasToken ? "Kept with your keys. It is sent to huggingface.co only." : "Forgotten.");
    return 0;
  });
};

const withDownload = (
  text: string,
  input: CommandInput,
  terminal: Terminal,
  work: (client: Client, id: DownloadId) => Promise<ExitCode>,
) => {
  const parsed = downloadIdSchema.safeParse(text);
  return parsed.success ? withClient(terminal, input.json, (client) => work(client, parsed.data)) : misused(terminal, usage);
};

export const runModels: RunCommand = async (input, terminal) => {
  const { json, words } = input;
  const [verb = "", subject] = words;
  if (subject === undefined)
    switch (verb) {
      case "list":
        return withClient(terminal, json, async (client) => {
          const models = await client.models.list();
          answer(terminal, json, models, models.map(modelLine).join("\n"));
          return 0;
        });
      case "catalogue":
        return withClient(terminal, json, async (client) => {
          const catalogue = await client.hub.catalogue();
          answer(terminal, json, catalogue, catalogue.map(catalogueLine).join("\n"));
          return 0;
        });
      case "token":
        return token(input, terminal);
      case "downloads":
        return withClient(terminal, json, async (client) => {
          const downloads = await client.hub.downloads();
          answer(terminal, json, downloads, downloads.length === 0 ? "There are no downloads." : downloads.map(downloadLine).join("\n"));
          return 0;
        });
      default:
        return misused(terminal, usage);
    }
  switch (verb) {
    case "add":
      return add(subject, input, terminal);
    case "fit":
      return fit(subject, input, terminal);
    case "remove":
      return remove(subject, input, terminal);
    case "bench":
      return bench(subject, input, terminal);
    case "resume":
      return withDownload(subject, input, terminal, async (client, downloadId) => {
        await client.hub.resume({ downloadId });
        return follow(client, downloadId, input, terminal);
      });
    case "cancel":
      return withDownload(subject, input, terminal, async (client, downloadId) => {
        const download = await client.hub.cancel({ downloadId });
        answer(terminal, json, download, downloadLine(download));
        return 0;
      });
    default:
      return misused(terminal, usage);
  }
};
