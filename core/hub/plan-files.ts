import { err, ok, type Result } from "#core/base";
import { fileUrl, parseAddress } from "./address.ts";
import type { HubHosts } from "./hosts.ts";
import { lasting, type HubFailure, type HubFetch } from "./hub-fetch.ts";
import { listRepository } from "./repository.ts";
import type { HubFile } from "./schema.ts";

/**
 * Completes what is to be fetched with what Hugging Face lists: exact sizes, checksums, and the commit, so that all files are of one version also after
 * days of pause. A checksum known before stays and must agree. Files of other hosts are left as they are. One request for each repository.
 */
export const planFiles = async (
  { hosts, hub }: { readonly hosts: HubHosts; readonly hub: HubFetch },
  files: readonly HubFile[],
  signal: AbortSignal,
): Promise<Result<readonly HubFile[], HubFailure>> => {
  const lists = new Map<string, Awaited<ReturnType<typeof listRepository>>>();
  const planned: HubFile[] = [];
  for (const file of files) {
    const address = parseAddress(file.uri, hosts);
    if (!address.ok) return err(lasting(address.error));
    if (address.value.type === "file" || address.value.wanted === null) {
      planned.push(file);
      continue;
    }
    const { owner, name, revision, wanted } = address.value;
    const key = `${owner}/${name}/${revision}`;
    const listed = lists.get(key) ?? (await listRepository(hub, address.value, signal));
    lists.set(key, listed);
    if (!listed.ok) return listed;
    const found = listed.value.repository.files.find(({ path }) => path === wanted);
    if (found === undefined) return err(lasting({ type: "HubModelNotFound", modelId: `hf:${owner}/${name}/${wanted}` }));
    if (file.sha256 !== null && found.sha256 !== null && file.sha256 !== found.sha256)
      return err(lasting({ type: "ChecksumWrong", file: file.name, expected: file.sha256, actual: found.sha256 }));
    planned.push({
      name: file.name,
      uri: fileUrl(owner, name, listed.value.repository.revision, wanted),
      sizeBytes: found.sizeBytes ?? file.sizeBytes,
      sha256: file.sha256 ?? found.sha256,
    });
  }
  return ok(planned);
};
