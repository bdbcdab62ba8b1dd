import { err, ok, type Result } from "#core/base";
import { hubOrigin, type HubHosts } from "./hosts.ts";
import type { HubError } from "./schema.ts";

/** What somebody typed or pasted. `wanted`: a quantisation or a file name, in the person's spelling. */
export type HubAddress =
  | {
      readonly type: "repository";
      readonly owner: string;
      readonly name: string;
      readonly revision: string;
      readonly wanted: string | null;
    }
  | { readonly type: "file"; readonly url: URL };

const segment = /^[A-Za-z0-9][\w.-]{0,95}$/;
const isSegment = (text: string | undefined): text is string => text !== undefined && segment.test(text) && !text.includes("..");

/** Reads `hf:owner/name`, `hf:owner/name:Q4_K_M`, a page or file of Hugging Face, or the https address of a file. Errors: HubAddressRefused. */
export const parseAddress = (text: string, hosts: HubHosts): Result<HubAddress, HubError> => {
  const uri = text.trim();
  const refuse = (reason: string) => err({ type: "HubAddressRefused", uri: uri.slice(0, 300), reason } satisfies HubError);

  const short = /^hf:(?:\/\/)?(.*)$/.exec(uri)?.[1];
  if (short !== undefined) {
    const [path = "", wanted, more] = short.split(":");
    const [owner, name, ...rest] = path.split("/");
    if (!isSegment(owner) || !isSegment(name) || more !== undefined)
      return refuse("it is not of the form hf:owner/name or hf:owner/name:quantisation");
    const file = rest.length > 0 ? rest.join("/") : null;
    return ok({ type: "repository", owner, name, revision: "main", wanted: wanted ?? file });
  }

  const url = URL.parse(uri);
  if (url === null) return refuse("it is neither hf:owner/name nor an https address");
  url.hash = "";
  const isHub = url.origin === hubOrigin || url.origin === "https://hf.co" || url.origin === hosts.origin;
  const refusal = hosts.refusalOfSource(url);
  if (refusal !== null) return refuse(refusal);
  if (!isHub) return ok({ type: "file", url });

  const path = url.pathname.replaceAll(/%2f/gi, "/").replaceAll("%20", " ");
  if (path.includes("%")) return refuse("it holds signs that no file of a model has");
  const [owner, name, verb, revision, ...rest] = path.split("/").filter((part) => part !== "");
  if (!isSegment(owner) || !isSegment(name)) return refuse("it is not the address of a model");
  if (verb === undefined) return ok({ type: "repository", owner, name, revision: "main", wanted: url.searchParams.get("show_file_info") });
  if (!["resolve", "blob", "tree"].includes(verb) || !isSegment(revision))
    return refuse("it is not the address of a model or one of its files");
  return ok({ type: "repository", owner, name, revision, wanted: rest.length > 0 ? rest.join("/") : null });
};

/** Where a file of a repository is fetched. */
export const fileUrl = (owner: string, name: string, revision: string, path: string): string =>
  `${hubOrigin}/${owner}/${name}/resolve/${revision}/${path.split("/").map(encodeURIComponent).join("/")}`;

/** The address that is really asked: the hub's own, or what stands for it in tests. */
export const actualUrl = (uri: string, hosts: HubHosts): URL => {
  const url = new URL(uri);
  return url.origin === hubOrigin ? new URL(url.pathname + url.search, hosts.origin) : url;
};
