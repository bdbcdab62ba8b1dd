import { shell } from "electron";
import type { Log } from "#core/base";

/** The address as it may be handed to the system, or null: https pages without credentials, and mail. Never files, scripts or other programs' schemes. */
const externalAddress = (address: string): string | null => {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol === "mailto:") return url.href;
  return url.protocol === "https:" && url.username === "" && url.password === "" && url.hostname !== "" ? url.href : null;
};

/** Opens a link in the person's browser or mail program when it is one of the kinds that are safe to hand over. */
export const openExternally = (address: string, log: Log): void => {
  const allowed = externalAddress(address);
  if (allowed === null) return log.warn("link refused", { address: address.slice(0, 200) });
  shell.openExternal(allowed).catch((cause: unknown) => log.warn("link not opened", { reason: String(cause) }));
};
