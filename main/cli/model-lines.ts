import type { Download, Fit, HubModel } from "#core/hub/schema";
import type { ModelInfo } from "#core/llm/schema";
import { errorSentence } from "../sentences.ts";

const size = (bytes: number): string => (bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`);
const duration = (ms: number): string => (ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`);

const labels: Readonly<Record<Fit["label"], string>> = { fits: "fits", slow: "slow", "wont-fit": "will not fit", unknown: "size unknown" };
const reasonText: Readonly<Record<Fit["reasons"][number], string>> = {
  memory: "more memory than this machine has",
  "memory-tight": "more memory than is free now",
  disk: "too little room on the disk",
  processor: "this processor would be slow",
  "size-unknown": "nobody says how large it is",
};

/** The label with its sum, on one line. */
export const fitText = (fit: Fit): string => {
  const {
    availableBytes,
    contextBytes,
    contextTokens,
    expectedTokensPerSecond,
    isExact,
    label,
    neededBytes,
    reasons,
    weightsBytes,
    workBytes,
  } = fit;
  const why = reasons.length === 0 ? "" : ` (${reasons.map((reason) => reasonText[reason]).join(", ")})`;
  const sum =
    label === "unknown"
      ? ""
      : `; ${size(weightsBytes)} weights + ${size(contextBytes)} for ${contextTokens} tokens of context + ${size(workBytes)} to work = ${isExact ? "" : "about "}${size(neededBytes)} of ${size(availableBytes)} free`;
  const speed = expectedTokensPerSecond === null ? "" : `; about ${expectedTokensPerSecond} tokens a second`;
  return `${labels[label]}${why}${sum}${speed}`;
};

export const modelLine = ({ available, detail, id, name, place, problem, speed }: ModelInfo): string => {
  const measured = speed === null ? "" : `  ${speed.tokensPerSecond.toFixed(1)} tokens/s`;
  const trouble = available ? "" : `\n    ${problem === null ? "not available" : errorSentence(problem)}`;
  return `${place.padEnd(10)} ${name}${measured}\n    ${id}\n    ${detail}${trouble}`;
};

export const catalogueLine = ({
  fits,
  model,
  recommended,
}: {
  readonly model: HubModel;
  readonly fits: readonly { readonly variantId: string; readonly fit: Fit }[];
  readonly recommended: string | null;
}): string => {
  const variants = fits.map(
    ({ fit, variantId }) => `${variantId}${variantId === recommended ? "*" : ""} ${size(fit.weightsBytes)} ${labels[fit.label]}`,
  );
  return `${model.id}  ${model.name}, ${model.licence}\n    ${model.description}\n    ${variants.join("; ")}`;
};

export const progressLine = ({ bytesPerSecond, leftMs, name, receivedBytes, state, totalBytes }: Download): string => {
  const share = totalBytes === null || totalBytes === 0 ? "" : `${Math.floor((receivedBytes / totalBytes) * 100)} %  `;
  const of = totalBytes === null ? "" : ` of ${size(totalBytes)}`;
  const speed = bytesPerSecond === 0 ? "" : `  ${size(bytesPerSecond)}/s`;
  const left = leftMs === null ? "" : `  ${duration(leftMs)} left`;
  return `${name}: ${state === "running" ? "" : `${state}  `}${share}${size(receivedBytes)}${of}${speed}${left}`;
};

export const downloadLine = (download: Download): string => {
  const { error, id, modelId, path, verified } = download;
  const checked = verified === "checksum" ? "checksum compared" : "no checksum published, size compared";
  const result = modelId === null || path === null ? "" : `\n    ${modelId}\n    ${path} (${checked})`;
  return `${progressLine(download)}  ${download.state}\n    ${id}${result}${error === null ? "" : `\n    ${errorSentence(error)}`}`;
};
