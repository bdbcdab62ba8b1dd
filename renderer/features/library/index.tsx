import { FolderInput } from "lucide-react";
import { useState } from "react";
import { filesOfDrop, useBridge, type BroughtFile } from "../../bridge/index.ts";
import { DropArea } from "../../ui/drop-area.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatBytes, formatNumber } from "../../ui/format.ts";
import { addTexts, useTexts } from "../../ui/i18n.ts";
import { Segmented } from "../../ui/segmented.tsx";
import type { SourceItem } from "../../ui/source-item.ts";
import { showToast } from "../../ui/toast-store.ts";
import { AddMenu } from "./add-menu.tsx";
import { DocumentsTab } from "./documents-tab.tsx";
import en from "./en.json";
import { SearchTab } from "./search-tab.tsx";
import { LibraryContext, useFollowedLibrary, useLibraryState } from "./use-library.ts";

addTexts("library", en);

type Tab = "documents" | "search";

interface LibraryScreenProps {
  /** Opens a passage beside the screen; without it a passage is read where it stands. */
  readonly onOpenSource?: ((sources: readonly SourceItem[], position: number) => void) | undefined;
}

const Summary = () => {
  const t = useTexts("library");
  const status = useLibraryState((state) => state.status);
  if (status === null || status.documentCount === 0) return null;
  const summary = t("summary", { count: status.documentCount, documents: formatNumber(status.documentCount) });
  return (
    <p className="hidden truncate text-small text-ink-faint tabular-nums sm:block">
      {t("summaryPassages", { summary, passages: formatNumber(status.chunkCount), size: formatBytes(status.totalBytes) })}
    </p>
  );
};

export const LibraryScreen = ({ onOpenSource }: LibraryScreenProps) => {
  const t = useTexts("library");
  const { host } = useBridge();
  const library = useFollowedLibrary();
  const [tab, setTab] = useState<Tab>("documents");

  const bring = async (files: readonly BroughtFile[]) => {
    if (files.length === 0) return;
    setTab("documents");
    const outcome = await library.bring(files);
    if (outcome.ok && outcome.value === null) showToast({ tone: "danger", title: t("sending.nothing"), text: t("sending.nothingText") });
    if (!outcome.ok && outcome.error.type !== "Aborted") showToast({ tone: "danger", ...errorText(outcome.error) });
  };

  return (
    <LibraryContext value={library}>
      <DropArea
        icon={FolderInput}
        title={t("drop.title")}
        text={t("drop.text")}
        testId="library-drop"
        onDrop={(transfer) => void filesOfDrop(transfer, host).then(bring)}
      >
        <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line/60 pr-3 pl-4 sm:pl-6">
          <h1 className="font-medium">{t("title")}</h1>
          <div className="min-w-0 flex-1">
            <Summary />
          </div>
          <Segmented
            label={t("tabs.label")}
            value={tab}
            onChange={setTab}
            options={[
              { value: "documents", label: t("tabs.documents") },
              { value: "search", label: t("tabs.search") },
            ]}
          />
          <AddMenu onFiles={(files) => void bring(files)} />
        </header>
        <div className="min-h-0 flex-1">
          {tab === "documents" ? <DocumentsTab onFiles={(files) => void bring(files)} /> : <SearchTab onOpenSource={onOpenSource} />}
        </div>
      </DropArea>
    </LibraryContext>
  );
};
