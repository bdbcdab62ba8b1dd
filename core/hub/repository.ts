import { z } from "zod";
import { abortedBy, err, ok, parseJson, reasonOf, type Result } from "#core/base";
import { hubOrigin } from "./hosts.ts";
import { lasting, passing, readStart, type HubFailure, type HubFetch } from "./hub-fetch.ts";
import type { HubModel } from "./schema.ts";
import { variantsOf, type Repository } from "./variants.ts";

/** The listing of a repository with thousands of files has some MB. */
const listingLimitBytes = 8 * 1024 * 1024;

const checksumSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .nullish()
  .catch(null);
const sizeSchema = z.number().int().positive().nullish().catch(null);
/**
 * `GET /api/models/{owner}/{name}/revision/{revision}?blobs=true` as huggingface_hub's `ModelInfo` reads it: `siblings` with size and, for large files,
 * `lfs.sha256`; `sha` is the commit. Whatever else is there, or written differently, is left alone.
 */
const modelInfoSchema = z.looseObject({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z.array(
    z.looseObject({
      rfilename: z.string(),
      size: sizeSchema,
      // `oid` in listings of a folder, `sha256` in those of a model.
      lfs: z.looseObject({ sha256: checksumSchema, oid: checksumSchema, size: sizeSchema }).nullish().catch(null),
    }),
  ),
  cardData: z
    .looseObject({
      license: z
        .union([z.string(), z.array(z.string())])
        .nullish()
        .catch(null),
      license_link: z.string().nullish().catch(null),
      language: z
        .union([z.string(), z.array(z.string())])
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  gguf: z
    .looseObject({ total: z.number().nullish().catch(null), context_length: z.number().nullish().catch(null) })
    .nullish()
    .catch(null),
  tags: z.array(z.string()).catch([]),
});
type ModelInfo = z.infer<typeof modelInfoSchema>;

const first = (value: string | readonly string[] | null | undefined): string | null =>
  typeof value === "string" ? value : (value?.[0] ?? null);

const licenceOf = ({ cardData, tags }: ModelInfo): string =>
  (first(cardData?.license) ?? tags.find((tag) => tag.startsWith("license:"))?.slice(8) ?? "not stated").slice(0, 80);

const languagesOf = ({ cardData }: ModelInfo): string[] =>
  [cardData?.language ?? []]
    .flat()
    .filter((code) => /^[a-z]{2,3}$/.test(code))
    .slice(0, 40);

/** A licence's address is shown as a link; anything but https is not. */
const linkOf = ({ cardData }: ModelInfo): string | null => {
  const link = cardData?.license_link ?? null;
  return link !== null && link.length <= 400 && URL.parse(link)?.protocol === "https:" ? link : null;
};

const toModel = (info: ModelInfo, repository: Repository): HubModel => {
  const { kind, variants } = variantsOf(repository);
  const total = info.gguf?.total ?? null;
  const context = info.gguf?.context_length ?? null;
  return {
    id: `hf:${repository.owner}/${repository.name}`,
    kind,
    name: repository.name.replace(/-gguf$/i, "").slice(0, 120),
    publisher: repository.owner.slice(0, 120),
    description: "",
    licence: licenceOf(info),
    licenceUri: linkOf(info),
    billionParameters: total !== null && total > 0 ? Math.round(total / 1e7) / 100 : null,
    contextTokens: context !== null && Number.isInteger(context) && context > 0 ? context : null,
    capabilities: kind === "gguf" ? ["chat"] : ["embedding"],
    languages: languagesOf(info),
    variants,
  };
};

/** What a repository holds and at which commit. Nothing of the files is fetched. Errors: those of `HubFetch`, `modelId` as `hf:owner/name`. */
export const listRepository = async (
  hub: HubFetch,
  { owner, name, revision }: { readonly owner: string; readonly name: string; readonly revision: string },
  signal: AbortSignal,
): Promise<Result<{ readonly info: ModelInfo; readonly repository: Repository }, HubFailure>> => {
  const uri = `${hubOrigin}/api/models/${owner}/${name}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const answer = await hub.get({ uri }, signal);
  if (!answer.ok) {
    const { error } = answer.error;
    return error.type === "HubModelNotFound" ? err({ ...answer.error, error: { ...error, modelId: `hf:${owner}/${name}` } }) : answer;
  }
  const unreachable = (reason: string) => err(passing({ type: "HubUnreachable", host: "huggingface.co", reason }));
  let text: string;
  try {
    text = Buffer.from(await readStart(answer.value.response, listingLimitBytes)).toString();
  } catch (cause) {
    return signal.aborted ? err(lasting(abortedBy(signal))) : unreachable(reasonOf(cause));
  }
  const parsed = parseJson(text, modelInfoSchema);
  if (!parsed.ok) return unreachable("its answer could not be read");
  const info = parsed.value;
  const files = info.siblings.map(({ rfilename, size, lfs }) => ({
    path: rfilename,
    sizeBytes: lfs?.size ?? size ?? null,
    sha256: lfs?.sha256 ?? lfs?.oid ?? null,
  }));
  return ok({ info, repository: { owner, name, revision: info.sha, files } });
};

/** The same as a model to choose a variant of. Errors: also ModelRefused, when there is nothing in it that Olympus can use. */
export const readRepository = async (
  hub: HubFetch,
  address: { readonly owner: string; readonly name: string; readonly revision: string },
  signal: AbortSignal,
): Promise<Result<HubModel, HubFailure>> => {
  const listed = await listRepository(hub, address, signal);
  if (!listed.ok) return listed;
  const model = toModel(listed.value.info, listed.value.repository);
  if (model.variants.length > 0) return ok(model);
  return err(lasting({ type: "ModelRefused", file: model.id, reason: "it holds no GGUF file and no ONNX model with a tokenizer" }));
};
