import { isIP } from "node:net";
import { privateAddressReason } from "#core/tools";

/** Where models may come from, and where those hosts may send us for the bytes. */
export interface HubHosts {
  /** `https://huggingface.co`, or what stands for it in tests. */
  readonly origin: string;
  /** Why an address is not asked; null when it may be. */
  readonly refusalOfSource: (url: URL) => string | null;
  /** The same for where a source redirects to. */
  readonly refusalOfTarget: (url: URL) => string | null;
  /** Why an IP address of that host must not be connected to. */
  readonly refusalOfAddress: (url: URL) => (address: string) => string | null;
}

export const hubOrigin = "https://huggingface.co";

/** Hugging Face (also its short name) and files attached to releases on GitHub. */
const sources = new Set(["huggingface.co", "hf.co", "github.com"]);
/**
 * Where these keep their bytes: `cdn-lfs.huggingface.co`, `cdn-lfs-us-1.hf.co`, `cas-bridge.xethub.hf.co` and their like (all below domains of Hugging Face), and
 * GitHub's two hosts for release files.
 */
const targets = [
  /^([a-z0-9-]+\.)+huggingface\.co$/,
  /^([a-z0-9-]+\.)+hf\.co$/,
  /^objects\.githubusercontent\.com$/,
  /^release-assets\.githubusercontent\.com$/,
];

const commonRefusal = (url: URL): string | null => {
  if (url.protocol !== "https:") return "only https addresses are fetched from";
  if (url.username !== "" || url.password !== "") return "an address must not hold a name or password";
  if (url.port !== "") return "it names a port";
  if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0) return "it names a number instead of a host";
  return null;
};

export const publicHosts: HubHosts = {
  origin: hubOrigin,
  refusalOfSource: (url) =>
    commonRefusal(url) ??
    (sources.has(url.hostname) ? null : `models are not fetched from ${url.hostname}; download the file and drop it here`),
  refusalOfTarget: (url) =>
    commonRefusal(url) ??
    (sources.has(url.hostname) || targets.some((target) => target.test(url.hostname))
      ? null
      : `it leads to the foreign host ${url.hostname}`),
  refusalOfAddress: () => privateAddressReason,
};

/** Stands for the hub in tests. Only this machine is accepted. */
export interface TestHub {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** `127.0.0.1:<port>` of hosts it may redirect to. */
  readonly targets: readonly string[];
}

/** Addresses of Hugging Face go to the test hub; every other rule stays, for all other hosts. */
export const testHosts = ({ origin, targets: testTargets }: TestHub): HubHosts => {
  const hub = new URL(origin);
  if (hub.hostname !== "127.0.0.1" || hub.protocol !== "http:") throw new Error("a test hub lies at http://127.0.0.1");
  const isOurs = (url: URL) =>
    url.protocol === "http:" && url.hostname === "127.0.0.1" && (url.host === hub.host || testTargets.includes(url.host));
  return {
    origin: hub.origin,
    refusalOfSource: (url) => (url.origin === hub.origin ? null : publicHosts.refusalOfSource(url)),
    refusalOfTarget: (url) => (isOurs(url) ? null : publicHosts.refusalOfTarget(url)),
    refusalOfAddress: (url) =>
      isOurs(url) ? (address) => (address === "127.0.0.1" ? null : privateAddressReason(address)) : privateAddressReason,
  };
};
