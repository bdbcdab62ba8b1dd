import { basename } from "node:path/posix";
import { fileUrl } from "./address.ts";
import type { HubFile, HubVariant } from "./schema.ts";

/** A file as the hub lists it. */
export interface RepositoryFile {
  readonly path: string;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
}

export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** The commit, so that what is fetched later is what was listed. */
  readonly revision: string;
  readonly files: readonly RepositoryFile[];
}

/** As in `Q4_K_M`, `IQ3_XS`, `Q8_0`, `BF16`, `UD-Q4_K_XL`. */
const quantisationOf = (path: string): string =>
  /(?:^|[-_.])((?:UD-)?I?Q\d(?:_[A-Z0-9]+)*|BF16|F16|F32|FP16|FP32|MXFP4(?:_MOE)?|TQ\d_\d)(?=[-_.]|$)/i
    .exec(
      basename(path)
        .replace(/\.gguf$/i, "")
        .replace(/-\d{5}-of-\d{5}$/, ""),
    )?.[1]
    ?.toUpperCase() ?? "unknown";

const partOf = (path: string): { readonly stem: string; readonly index: number; readonly count: number } => {
  const found = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i.exec(path);
  return found === null ? { stem: path, index: 1, count: 1 } : { stem: found[1] ?? path, index: Number(found[2]), count: Number(found[3]) };
};

/** A picture reader, an importance matrix or a helper for guessing ahead answers nothing by itself. */
const isHelper = (path: string): boolean => /(^|[/._-])(mmproj|imatrix|mtp|draft)([/._-]|$)/i.test(path);
/** What may lie on disk under its own name. */
const isPlainName = (path: string): boolean =>
  path.length < 200 && /^[\w][\w .+@=-]*(\/[\w][\w .+@=-]*){0,3}$/.test(path) && !path.includes("..");

const toFile = ({ owner, name, revision }: Repository, { path, sizeBytes, sha256 }: RepositoryFile, as = path): HubFile => ({
  name: as,
  uri: fileUrl(owner, name, revision, path),
  sizeBytes,
  sha256,
});

const unique = (variants: readonly (HubVariant & { readonly path: string })[]): HubVariant[] =>
  variants.map(({ path, ...variant }) => ({
    ...variant,
    id: variants.filter(({ id }) => id === variant.id).length === 1 ? variant.id : path.slice(0, 200),
  }));

const ggufVariants = (repository: Repository): HubVariant[] => {
  const groups = Map.groupBy(
    repository.files.filter(({ path }) => /\.gguf$/i.test(path) && !isHelper(path) && isPlainName(path)),
    ({ path }) => partOf(path).stem,
  );
  const whole = [...groups.values()].flatMap((files) => {
    const sorted = files.toSorted((left, right) => partOf(left.path).index - partOf(right.path).index);
    const [first] = sorted;
    // A part that is missing in the list makes the model useless.
    if (first === undefined || partOf(first.path).count !== sorted.length) return [];
    const quantisation = quantisationOf(first.path);
    const id = quantisation === "unknown" ? basename(first.path) : quantisation;
    return [{ id, path: first.path, quantisation, aboutBytes: null, files: sorted.map((file) => toFile(repository, file)) }];
  });
  const sizeOf = ({ files }: HubVariant) => files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  return unique(whole)
    .toSorted((left, right) => sizeOf(left) - sizeOf(right))
    .slice(0, 40);
};

/** Beside the model: what the library's reader of such folders looks at. The first two must be there. */
const companions = [
  "tokenizer.json",
  "config.json",
  "tokenizer_config.json",
  "special_tokens_map.json",
  "modules.json",
  "sentence_bert_config.json",
  "config_sentence_transformers.json",
  "1_Pooling/config.json",
];

const embeddingVariants = (repository: Repository): HubVariant[] => {
  const at = (path: string) => repository.files.find((file) => file.path === path);
  if (at("tokenizer.json") === undefined || at("config.json") === undefined) return [];
  const beside = companions.flatMap((path) => at(path) ?? []).map((file) => toFile(repository, file));
  return repository.files
    .filter(({ path }) => /^(onnx\/)?model[\w-]*\.onnx$/.test(path))
    .slice(0, 12)
    .map((model) => {
      const data = at(`${model.path}_data`);
      const stem = basename(model.path, ".onnx").replace(/^model_?/, "");
      // Weights beside the graph are found by the name written in the graph.
      const name = data === undefined ? "model.onnx" : basename(model.path);
      return {
        id: stem === "" ? "full" : stem,
        quantisation: stem === "" ? "F32" : stem.toUpperCase().slice(0, 40),
        aboutBytes: null,
        files: [toFile(repository, model, name), ...(data === undefined ? [] : [toFile(repository, data, basename(data.path))]), ...beside],
      };
    })
    .filter(({ files }) => files[0]?.name === "model.onnx");
};

/** The builds of a model that Olympus can use, smallest first: GGUF files, or else ONNX models with a tokenizer. Empty when there are none. */
export const variantsOf = (repository: Repository): { readonly kind: "gguf" | "embedding"; readonly variants: HubVariant[] } => {
  const gguf = ggufVariants(repository);
  return gguf.length > 0 ? { kind: "gguf", variants: gguf } : { kind: "embedding", variants: embeddingVariants(repository) };
};

/** The variant somebody means by `Q4_K_M`, `q4_k_m` or a file's name; undefined when none or nothing is meant. */
export const wantedVariant = (variants: readonly HubVariant[], wanted: string | null): HubVariant | undefined => {
  if (wanted === null) return undefined;
  const low = wanted.toLowerCase();
  return variants.find(
    ({ id, quantisation, files }) =>
      id.toLowerCase() === low ||
      quantisation.toLowerCase() === low ||
      files.some(({ uri }) => decodeURIComponent(uri).toLowerCase().endsWith(`/${low}`)),
  );
};
