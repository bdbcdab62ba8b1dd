import { Pause, Play, RotateCw, X } from "lucide-react";
import type { Download } from "#core/hub/schema";
import { useClient } from "../../bridge/index.ts";
import { errorText } from "../../ui/error-text.ts";
import { formatBytes, formatDuration } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { actOn, isUnderWay, shareOf, type DownloadAct } from "./downloads.ts";
import { tellProblem } from "./use-models.ts";

const useFigures = (download: Download): string => {
  const t = useTexts("models");
  const { state, receivedBytes, totalBytes, bytesPerSecond, leftMs } = download;
  const sizes =
    totalBytes === null
      ? formatBytes(receivedBytes)
      : t("download.of", { received: formatBytes(receivedBytes), total: formatBytes(totalBytes) });
  if (state === "done") return [formatBytes(totalBytes ?? receivedBytes), t(`download.verified.${download.verified}`)].join(" · ");
  if (state !== "running") return `${t(`download.state.${state}`)} · ${sizes}`;
  return [
    sizes,
    ...(bytesPerSecond > 0 ? [t("download.speed", { speed: formatBytes(bytesPerSecond) })] : []),
    ...(leftMs === null ? [] : [t("download.left", { time: formatDuration(Math.max(1000, leftMs)) })]),
  ].join(" · ");
};

/** How a download stands, and what can be done about it. `compact`: inside a card that already has the name. */
export const DownloadRow = ({ download, compact = false }: { readonly download: Download; readonly compact?: boolean | undefined }) => {
  const t = useTexts("models");
  const client = useClient();
  const figures = useFigures(download);
  const { id, name, state, error } = download;
  const act = (what: DownloadAct) => void actOn(client, what, id).then(tellProblem);
  const running = state === "running" || state === "waiting";
  return (
    <div data-testid="download" data-state={state} className={compact ? "" : "rounded-large border border-line bg-surface px-4 py-3"}>
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          {!compact && (
            <p className="truncate font-medium">
              {name}
              <span className="ml-2 text-small font-normal text-ink-faint">{download.host}</span>
            </p>
          )}
          <p className="truncate text-small text-ink-faint tabular-nums">{figures}</p>
        </div>
        {running && <IconButton size="small" icon={Pause} label={t("download.pause", { name })} onClick={() => act("pause")} />}
        {state === "paused" && <IconButton size="small" icon={Play} label={t("download.resume", { name })} onClick={() => act("resume")} />}
        {state === "failed" && (
          <IconButton size="small" icon={RotateCw} label={t("download.resume", { name })} onClick={() => act("resume")} />
        )}
        {isUnderWay(download) && state !== "checking" && (
          <IconButton size="small" icon={X} label={t("download.cancel", { name })} onClick={() => act("cancel")} />
        )}
        {!isUnderWay(download) && <IconButton size="small" icon={X} label={t("download.clear", { name })} onClick={() => act("clear")} />}
      </div>
      {isUnderWay(download) && (
        <div className="mt-1.5">
          <ProgressBar label={t("download.progress", { name })} share={state === "checking" ? null : shareOf(download)} />
        </div>
      )}
      {error !== null && state !== "done" && (
        <p role="alert" className="mt-1.5 text-note text-danger">
          {errorText(error).title}. {errorText(error).text}
        </p>
      )}
    </div>
  );
};
