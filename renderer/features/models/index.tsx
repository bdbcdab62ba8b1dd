import { Plus } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { addTexts, useTexts } from "../../ui/i18n.ts";
import { Menu } from "../../ui/menu.tsx";
import { goTo } from "../../ui/route.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { AddModelFile } from "./add-model-file.tsx";
import { DownloadsPanel } from "./downloads-panel.tsx";
import { DropFile } from "./drop-file.tsx";
import en from "./en.json";
import { FindTab } from "./find-tab.tsx";
import { placeOf, places, type Place } from "./places.ts";
import { RoutingTab } from "./routing-tab.tsx";
import { StartScreen } from "./start-screen.tsx";
import { ModelsContext, useFollowedModels } from "./use-models.ts";
import { YoursTab } from "./yours-tab.tsx";

addTexts("models", en);

export { GuideCard } from "./guide-card.tsx";

interface ModelsScreenProps {
  readonly place: string | null;
  /** Draws the dialog that adds a provider; this feature only opens it. */
  readonly addProvider: (ends: { readonly onAdded: () => void; readonly onClose: () => void }) => ReactNode;
}

const Part = ({ place, onProvider }: { readonly place: Place; readonly onProvider: () => void }) => {
  switch (place) {
    case "yours":
      return (
        <YoursTab>
          <DownloadsPanel />
        </YoursTab>
      );
    case "find":
      return <FindTab />;
    case "routing":
      return <RoutingTab />;
    case "start":
      return <StartScreen onProvider={onProvider} />;
  }
};

/** Who can answer: one's own models, those to choose from, and who is asked when. */
export const ModelsScreen = ({ place: wanted, addProvider }: ModelsScreenProps) => {
  const t = useTexts("models");
  const models = useFollowedModels();
  const place = placeOf(wanted);
  const [adding, setAdding] = useState<"file" | "provider" | null>(null);
  const close = () => setAdding(null);
  return (
    <ModelsContext value={models}>
      <DropFile>
        <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line/60 pr-3 pl-4 sm:pl-6">
          <h1 className="min-w-0 flex-1 truncate font-medium">{t("title")}</h1>
          <Segmented
            label={t("places")}
            value={place === "start" ? "find" : place}
            onChange={(name) => goTo({ screen: "models", place: name === "yours" ? null : name })}
            options={places.map((value) => ({ value, label: t(`placeName.${value}`) }))}
          />
          <Menu
            trigger={
              <Button>
                <Plus aria-hidden size={15} />
                {t("add.open")}
              </Button>
            }
            entries={[
              { label: t("add.file"), onSelect: () => setAdding("file") },
              { label: t("add.provider"), onSelect: () => setAdding("provider") },
            ]}
          />
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto max-w-220 px-4 pt-5 pb-16 sm:px-6">
            <Part place={place} onProvider={() => setAdding("provider")} />
          </div>
        </div>
        {adding === "file" && <AddModelFile onClose={close} />}
        {adding === "provider" && addProvider({ onAdded: () => void models.reload(), onClose: close })}
      </DropFile>
    </ModelsContext>
  );
};
