import { Sparkles, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { Download } from "#core/hub/schema";
import { attempt, follow, useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { hrefOf } from "../../ui/route.ts";
import { DownloadRow } from "./download-row.tsx";
import { finishedSince, isUnderWay } from "./downloads.ts";
import { endGuide, isGuideDone, needsModel } from "./guide.ts";

/** Null while it is not known whether anybody can answer in their own words. */
const useNeed = (): { readonly needed: boolean | null; readonly downloads: readonly Download[] } => {
  const client = useClient();
  const [needed, setNeeded] = useState<boolean | null>(null);
  const [downloads, setDownloads] = useState<readonly Download[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    let before: readonly Download[] = [];
    const read = async () => {
      const models = await attempt(client.models.list(), controller.signal);
      if (models.ok) setNeeded(needsModel(models.value));
    };
    void read();
    void follow(
      (signal) => client.hub.watch(undefined, { signal }),
      (now) => {
        if (finishedSince(before, now)) void read();
        before = now;
        setDownloads(now.filter(isUnderWay));
      },
      controller.signal,
    );
    return () => controller.abort();
  }, [client]);
  return { needed, downloads };
};

/** Proposes to choose a model, as long as there is none and nobody said that quotes will do. */
export const GuideCard = () => {
  const t = useTexts("models");
  const { needed, downloads } = useNeed();
  const [done, setDone] = useState(isGuideDone);
  const end = () => {
    endGuide();
    setDone(true);
  };
  if (needed !== true) return null;
  if (downloads.length > 0) {
    return (
      <section aria-label={t("download.list")} className="mt-5 flex animate-appear flex-col gap-2">
        {downloads.map((download) => (
          <DownloadRow key={download.id} download={download} />
        ))}
      </section>
    );
  }
  if (done) return null;
  return (
    <section
      aria-label={t("guide.title")}
      className="mt-5 flex animate-appear flex-wrap items-center gap-x-4 gap-y-3 rounded-large border border-line bg-surface px-4 py-3.5"
    >
      <Sparkles aria-hidden size={18} className="shrink-0 text-accent" />
      <div className="min-w-56 flex-1">
        <h2 className="font-medium">{t("guide.title")}</h2>
        <p className="text-note text-ink-soft">{t("guide.text")}</p>
      </div>
      <div className="flex items-center gap-1">
        <Button asChild tone="primary">
          <a href={hrefOf({ screen: "models", place: "start" })}>{t("guide.choose")}</a>
        </Button>
        <IconButton icon={X} label={t("guide.later")} onClick={end} />
      </div>
    </section>
  );
};
