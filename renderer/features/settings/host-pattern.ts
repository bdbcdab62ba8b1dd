import { err, ok, type Result } from "#core/base/schema";
import { settingsPatchSchema } from "#core/settings/schema";

const listSchema = settingsPatchSchema.shape.allowedHosts;
/** Ports that a protocol has anyway; a request to them names none. */
const usualPort = /:(80|443)$/;

/** A host as somebody writes or pastes it → as the list keeps it. `invalid`: it is none; `listed`: it is there already. */
export const hostPattern = (text: string, hosts: readonly string[]): Result<string, "invalid" | "listed"> => {
  const written = text.trim().toLowerCase();
  const bare = URL.canParse(written) && /^https?:\/\//.test(written) ? new URL(written).host : written;
  const parsed = listSchema.safeParse([bare.replace(usualPort, "")]);
  const host = parsed.success ? parsed.data?.[0] : undefined;
  if (host === undefined) return err("invalid");
  return hosts.includes(host) ? err("listed") : ok(host);
};
