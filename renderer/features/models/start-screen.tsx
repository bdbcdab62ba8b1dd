import { KeyRound, Quote } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { goTo } from "../../ui/route.ts";
import { endGuide, needsModel } from "./guide.ts";
import { HardwareLine } from "./hardware-line.tsx";
import { StartLocal } from "./start-local.tsx";
import { StartOption } from "./start-option.tsx";
import { StartServer } from "./start-server.tsx";
import { useModelsState } from "./use-models.ts";

const toChat = () => {
  endGuide();
  goTo({ screen: "new-chat" });
};

/** The first steps: what this machine has, and four ways to begin. None of them is final. */
export const StartScreen = ({ onProvider }: { readonly onProvider: () => void }) => {
  const t = useTexts("models");
  const known = useModelsState((state) => state.models);
  const ready = known?.find(({ place, available }) => place !== "extractive" && available);
  return (
    <div className="mx-auto max-w-180">
      <h1 className="text-hero font-semibold text-balance">{t("start.title")}</h1>
      <p className="mt-1 mb-4 text-ink-soft">{t("start.text")}</p>
      <HardwareLine />
      {ready !== undefined && (
        <div className="mb-4">
          <Notice
            tone="info"
            title={t("start.ready", { name: ready.name })}
            action={
              <Button tone="primary" onClick={toChat}>
                {t("start.ask")}
              </Button>
            }
          >
            {t("start.readyText")}
          </Notice>
        </div>
      )}
      <div className="flex flex-col gap-3">
        <StartLocal />
        <StartServer />
        <StartOption icon={KeyRound} title={t("start.key")} text={t("start.keyText")}>
          <Button onClick={onProvider}>{t("start.keyAdd")}</Button>
        </StartOption>
        {needsModel(known ?? []) && (
          <StartOption icon={Quote} title={t("start.quotes")} text={t("start.quotesText")}>
            <Button onClick={toChat}>{t("start.quotesGo")}</Button>
          </StartOption>
        )}
      </div>
    </div>
  );
};
