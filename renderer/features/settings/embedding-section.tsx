import { useEffect, useState } from "react";
import type { EmbeddingStatus } from "#core/embedding/schema";
import { follow, useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { SettingRow, SettingSection } from "./setting-row.tsx";
import { useSaved, useSettings } from "./settings-context.ts";

const useEmbedding = (): EmbeddingStatus | null => {
  const client = useClient();
  const [status, setStatus] = useState<EmbeddingStatus | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    void follow((signal) => client.library.watchEmbedding(undefined, { signal }), setStatus, controller.signal);
    return () => controller.abort();
  }, [client]);
  return status;
};

const Present = ({ status }: { readonly status: EmbeddingStatus }) => {
  const t = useTexts("settings");
  const { active, activity, problem } = status;
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 rounded-medium bg-sunken px-4 py-3 text-note">
        <dt className="text-ink-faint">{t("embedding.kind")}</dt>
        <dd className="font-medium">{t(`embedding.kinds.${active.kind}`)}</dd>
        {active.kind === "onnx" && (
          <>
            <dt className="text-ink-faint">{t("embedding.name")}</dt>
            <dd className="wrap-anywhere">{active.name}</dd>
          </>
        )}
        <dt className="text-ink-faint">{t("embedding.dimensions")}</dt>
        <dd className="tabular-nums">{formatNumber(active.dimensions)}</dd>
        <dt className="text-ink-faint">{t("embedding.revision")}</dt>
        <dd className="truncate font-mono text-small">{active.revision}</dd>
      </dl>
      {activity.type === "learning" && (
        <div className="text-note text-ink-soft">
          <p className="mb-1.5">{t("embedding.learning", { count: formatNumber(activity.chunkCount) })}</p>
          <ProgressBar label={t("embedding.present")} share={null} />
        </div>
      )}
      {activity.type === "re-embedding" && (
        <div className="text-note text-ink-soft">
          <p className="mb-1.5">
            {t("embedding.reembedding", {
              name: activity.next.kind === "onnx" ? activity.next.name : t(`embedding.kinds.${activity.next.kind}`),
              done: formatNumber(activity.done),
              total: formatNumber(activity.total),
            })}
          </p>
          <ProgressBar label={t("embedding.present")} share={activity.total === 0 ? null : activity.done / activity.total} />
        </div>
      )}
      {problem !== null && (
        <Notice tone="warning" title={errorText(problem).title}>
          {errorText(problem).text}
        </Notice>
      )}
    </div>
  );
};

const FolderField = () => {
  const t = useTexts("settings");
  const saved = useSaved();
  const { embeddingFolder } = useSettings();
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed ?? embeddingFolder ?? "";
  const save = (folder: string | null) => {
    void saved.update({ embeddingFolder: folder });
    setTyped(null);
  };
  return (
    <form
      className="flex flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save(value.trim() === "" ? null : value.trim());
      }}
    >
      <Input
        aria-label={t("embedding.folder")}
        placeholder={t("embedding.folderPlaceholder")}
        spellCheck={false}
        className="min-w-60 flex-1"
        value={value}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" className="h-9" disabled={value.trim() === (embeddingFolder ?? "")}>
        {t("embedding.use")}
      </Button>
      {embeddingFolder !== null && (
        <Button className="h-9" onClick={() => save(null)}>
          {t("embedding.builtIn")}
        </Button>
      )}
    </form>
  );
};

export const EmbeddingSection = () => {
  const t = useTexts("settings");
  const status = useEmbedding();
  return (
    <SettingSection title={t("section.embedding")} text={t("embedding.text")}>
      <SettingRow
        title={t("embedding.present")}
        text={t("embedding.presentText")}
        below={status === null ? undefined : <Present status={status} />}
      />
      <SettingRow title={t("embedding.folder")} text={t("embedding.folderText")} below={<FolderField />} />
    </SettingSection>
  );
};
