import { Cpu, Download as DownloadIcon } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { hrefOf } from "../../ui/route.ts";
import { fitOf } from "./catalogue-filter.ts";
import { descriptionOf } from "./description-words.ts";
import { DownloadRow } from "./download-row.tsx";
import { downloadOf } from "./downloads.ts";
import { FitLabel } from "./fit-label.tsx";
import { proposalOf, type Proposal } from "./guide.ts";
import { sizeWords } from "./size-words.ts";
import { StartOption } from "./start-option.tsx";
import { useDownload } from "./use-download.ts";
import { useModelsState } from "./use-models.ts";

const Proposed = ({ entry, variant }: Proposal) => {
  const t = useTexts("models");
  const downloads = useModelsState((state) => state.downloads);
  const download = useDownload();
  const present = downloadOf(downloads, entry.model.id, variant.id);
  const fit = fitOf(entry, variant.id);
  const size = sizeWords(variant, t);
  return (
    <div className="rounded-medium bg-sunken px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-48 flex-1">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{entry.model.name}</span>
            {fit !== undefined && <FitLabel fit={fit} name={entry.model.name} />}
          </p>
          <p className="text-note text-ink-soft">{descriptionOf(entry.model, t)}</p>
        </div>
        {present === undefined && (
          <Button
            tone="primary"
            busy={download.busy}
            onClick={() => void download.begin({ modelId: entry.model.id, variantId: variant.id })}
          >
            {!download.busy && <DownloadIcon aria-hidden size={14} />}
            {size === null ? t("card.download") : t("start.download", { size })}
          </Button>
        )}
      </div>
      {present !== undefined && present.state !== "done" && (
        <div className="mt-2">
          <DownloadRow download={present} compact />
        </div>
      )}
      {download.problem !== null && (
        <p role="alert" className="mt-2 text-note text-danger">
          {errorText(download.problem).title}. {errorText(download.problem).text}
        </p>
      )}
    </div>
  );
};

/** A model of one's own, with the one that suits this machine. */
export const StartLocal = () => {
  const t = useTexts("models");
  const catalogue = useModelsState((state) => state.catalogue);
  const proposal = proposalOf(catalogue ?? []);
  return (
    <StartOption icon={Cpu} title={t("start.local")} text={t("start.localText")}>
      {proposal !== null && <Proposed {...proposal} />}
      {catalogue !== null && proposal === null && <p className="text-note text-warning">{t("start.noneFits")}</p>}
      <p className="mt-2 text-note">
        <a className="text-accent underline underline-offset-2" href={hrefOf({ screen: "models", place: "find" })}>
          {t("start.others")}
        </a>
      </p>
    </StartOption>
  );
};
