import { readFileSync } from "node:fs";
import { z } from "zod";
import { parseJson } from "#core/base";
import { hubModelSchema } from "#core/hub/schema";
import type { OlympusOptions } from "#core/host";
import { createHubHttp } from "./http-client/index.ts";

const loopback = z.string().regex(/^127\.0\.0\.1:\d{1,5}$/);
const testHubSchema = z.object({
  origin: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  targets: z.array(loopback),
  catalogue: z.array(hubModelSchema),
});

/**
 * How this process fetches models. `OLYMPUS_TEST_HUB` names a JSON file that puts a hub on this machine, with a catalogue of its own, in the place of
 * Hugging Face; anything but a loopback address in it is refused.
 */
export const hubNetwork = (environment: NodeJS.ProcessEnv): Pick<OlympusOptions, "hubHttp" | "testHub"> => {
  const path = environment["OLYMPUS_TEST_HUB"];
  if (path === undefined || path === "") return { hubHttp: createHubHttp() };
  const parsed = parseJson(readFileSync(path, "utf8"), testHubSchema);
  if (!parsed.ok) throw new Error(`${path}: ${parsed.error.reason}`);
  return { hubHttp: createHubHttp(), testHub: parsed.value };
};
