import { Check, Download as DownloadIcon } from "lucide-react";
import { useState } from "react";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Select } from "../../ui/select.tsx";
import { fitOf, proposedVariant } from "./catalogue-filter.ts";
import { descriptionOf } from "./description-words.ts";
import { DownloadRow } from "./download-row.tsx";
import { downloadOf } from "./downloads.ts";
import { FitLabel } from "./fit-label.tsx";
import { parameterWords } from "./figures.ts";
import type { FittedModel } from "./models-state.ts";
import { sizeWords } from "./size-words.ts";
import { UseForSearch } from "./use-for-search.tsx";
import { useDownload } from "./use-download.ts";
import { useModelsState } from "./use-models.ts";

interface HubCardProps {
  readonly entry: FittedModel;
  /** Where it was found, when it is not in the catalogue. */
  readonly uri?: string | undefined;
  /** The one that suits this machine best. */
  readonly suggested?: boolean | undefined;
}

const Facts = ({ entry: { model } }: HubCardProps) => {
  const t = useTexts("models");
  const facts = [
    ...(model.billionParameters === null ? [] : [parameterWords(model.billionParameters, t) ?? []].flat()),
    ...(model.contextTokens === null ? [] : [t("fact.context", { count: formatNumber(model.contextTokens) })]),
    ...(model.languages.length === 0 ? [] : [model.languages.slice(0, 8).join(" ")]),
  ];
  return (
    <>
      <div className="mt-2 flex flex-wrap items-center gap-1.5">
        {model.capabilities.map((capability) => (
          <Badge key={capability}>{t(`ability.${capability}`)}</Badge>
        ))}
        <span className="text-small text-ink-faint tabular-nums">{facts.join(" · ")}</span>
      </div>
      <p className="mt-1.5 text-small text-ink-faint">
        {model.licenceUri === null ? (
          t("card.licence", { licence: model.licence })
        ) : (
          <a className="underline underline-offset-2 hover:text-ink" href={model.licenceUri} target="_blank" rel="noreferrer noopener">
            {t("card.licence", { licence: model.licence })}
          </a>
        )}
      </p>
    </>
  );
};

/** A model one could have: what it is for, how its builds fit, and the way to get it. */
export const HubCard = ({ entry, uri, suggested = false }: HubCardProps) => {
  const t = useTexts("models");
  const { model } = entry;
  const downloads = useModelsState((state) => state.downloads);
  const [chosen, setChosen] = useState<string | null>(null);
  const download = useDownload();
  const variant = model.variants.find(({ id }) => id === chosen) ?? proposedVariant(entry);
  if (variant === undefined) return null;
  const fit = fitOf(entry, variant.id);
  // What was found by an address is not of the catalogue: only who began its download knows it.
  const begun = downloads.find(({ id, variantId }) => id === download.begunId && variantId === variant.id);
  const present = downloadOf(downloads, model.id, variant.id) ?? begun;
  const labelOf = (one: (typeof model.variants)[number]) => {
    const size = sizeWords(one, t);
    return size === null ? one.quantisation : `${one.quantisation} · ${size}`;
  };
  return (
    <li aria-label={model.name} className="rounded-large border border-line bg-surface px-4 py-3.5">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <h3 className="flex min-h-8 min-w-44 flex-1 flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium">{model.name}</span>
          <span className="text-small text-ink-faint">{model.publisher}</span>
          {fit !== undefined && <FitLabel fit={fit} name={model.name} />}
          {suggested && <Badge tone="accent">{t("card.suggested")}</Badge>}
        </h3>
        <div className="flex shrink-0 flex-wrap items-center gap-2">
          {model.variants.length > 1 ? (
            <Select
              label={t("card.variant", { name: model.name })}
              value={variant.id}
              className="h-8 text-note"
              onChange={setChosen}
              options={model.variants.map((one) => {
                const label = fitOf(entry, one.id)?.label;
                return {
                  value: one.id,
                  label: labelOf(one),
                  hint: one.id === entry.recommended ? t("card.recommended") : label === undefined ? undefined : t(`fit.label.${label}`),
                };
              })}
            />
          ) : (
            <span className="text-note text-ink-soft tabular-nums">{labelOf(variant)}</span>
          )}
          {present === undefined && (
            <Button
              tone={fit?.label === "wont-fit" ? "secondary" : "primary"}
              busy={download.busy}
              aria-label={t("card.downloadName", { name: model.name })}
              onClick={() =>
                void download.begin(uri === undefined ? { modelId: model.id, variantId: variant.id } : { uri, variantId: variant.id })
              }
            >
              {!download.busy && <DownloadIcon aria-hidden size={14} />}
              {t(fit?.label === "wont-fit" ? "card.downloadAnyway" : "card.download")}
            </Button>
          )}
          {present?.state === "done" && (
            <span className="inline-flex items-center gap-1.5 text-note font-medium text-accent">
              <Check aria-hidden size={14} />
              {t("card.present")}
            </span>
          )}
          {present?.state === "done" && present.kind === "embedding" && present.path !== null && (
            <UseForSearch name={model.name} path={present.path} />
          )}
        </div>
      </div>
      <p className="mt-0.5 text-note text-ink-soft">{descriptionOf(model, t)}</p>
      <Facts entry={entry} />
      {present !== undefined && present.state !== "done" && (
        <div className="mt-3 border-t border-line/60 pt-2.5">
          <DownloadRow download={present} compact />
        </div>
      )}
      {download.problem !== null && (
        <p role="alert" className="mt-2 text-note text-danger">
          {errorText(download.problem).title}. {errorText(download.problem).text}
        </p>
      )}
    </li>
  );
};
