import { FolderOpen, RefreshCw, ShieldCheck, FileStack } from "lucide-react";
import { useState } from "react";
import type { BroughtFile } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { chooseFiles } from "./choose-files.ts";
import { PathDialog } from "./path-dialog.tsx";

/** What a library is for, and the three ways to fill it. */
export const EmptyLibrary = ({ onFiles }: { readonly onFiles: (files: readonly BroughtFile[]) => void }) => {
  const t = useTexts("library");
  const [asking, setAsking] = useState(false);
  const facts = [
    { icon: FileStack, text: t("empty.kinds") },
    { icon: ShieldCheck, text: t("empty.local") },
    { icon: RefreshCw, text: t("empty.again") },
  ];
  return (
    <div className="grid min-h-0 flex-1 place-items-center overflow-y-auto px-4 py-8 sm:px-6">
      <div className="w-full max-w-136">
        <div className="flex flex-col items-center rounded-large border-2 border-dashed border-line-strong px-6 py-12 text-center">
          <span className="mb-5 grid size-13 place-items-center rounded-large bg-accent-soft text-accent">
            <FolderOpen aria-hidden size={24} strokeWidth={1.6} />
          </span>
          <h2 className="text-hero font-semibold">{t("empty.title")}</h2>
          <p className="mt-2 max-w-sm text-ink-soft">{t("empty.text")}</p>
          <div className="mt-6 flex flex-wrap justify-center gap-2">
            <Button tone="primary" size="large" onClick={() => chooseFiles("folder", onFiles)}>
              {t("empty.choose")}
            </Button>
            <Button size="large" onClick={() => chooseFiles("files", onFiles)}>
              {t("empty.files")}
            </Button>
          </div>
          <Button tone="quiet" size="small" className="mt-3" onClick={() => setAsking(true)}>
            {t("empty.path")}
          </Button>
        </div>
        <ul className="mt-6 flex flex-col gap-2.5 px-2">
          {facts.map(({ icon: Icon, text }) => (
            <li key={text} className="flex items-start gap-3 text-note text-ink-soft">
              <Icon aria-hidden size={15} strokeWidth={1.75} className="mt-0.5 shrink-0 text-ink-faint" />
              {text}
            </li>
          ))}
        </ul>
      </div>
      {asking && <PathDialog onClose={() => setAsking(false)} />}
    </div>
  );
};
