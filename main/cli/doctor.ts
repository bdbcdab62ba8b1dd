import type { Check } from "#core/system/schema";
import { answer, type ExitCode, type RunCommand, type Terminal } from "./command.ts";
import { openClient } from "./open-client.ts";
import { errorSentence } from "../sentences.ts";

const tell = (terminal: Terminal, json: boolean, checks: readonly Check[]): ExitCode => {
  answer(terminal, json, checks, checks.map(({ name, ok, detail }) => `${ok ? "well " : "ILL  "} ${name}: ${detail}`).join("\n"));
  return checks.every(({ ok }) => ok) ? 0 : 1;
};

/** A data folder that does not open is a finding, not the end of the look. */
export const runDoctor: RunCommand = async ({ json }, terminal) => {
  const opened = await openClient(terminal);
  if (!opened.ok) return tell(terminal, json, [{ name: "data folder", ok: false, detail: errorSentence(opened.error) }]);
  try {
    return tell(terminal, json, await opened.value.client.system.doctor());
  } finally {
    await opened.value.close();
  }
};
