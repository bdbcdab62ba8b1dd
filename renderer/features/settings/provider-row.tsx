import { Cloud, Eye, EyeOff, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import type { ModelInfo, Price, Provider } from "#core/llm/schema";
import { attempt, useClient } from "../../bridge/index.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatDuration, formatMoney } from "../../ui/format.ts";
import { useTexts, type Translate } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { ChangePrice } from "./change-price.tsx";
import { RemoveProvider } from "./remove-provider.tsx";

interface ProviderRowProps {
  readonly provider: Provider;
  /** What is known of its model; null while it is being read. */
  readonly model: ModelInfo | null;
  readonly onChanged: () => void;
}

const priceWords = (price: Price | null, t: Translate): string => {
  if (price === null) return t("models.priceUnknown");
  if (price.inputMicroUsd + price.outputMicroUsd === 0) return t("models.priceFree");
  return t("models.price", { input: formatMoney(price.inputMicroUsd), output: formatMoney(price.outputMicroUsd) });
};

const TestProvider = ({ provider }: { readonly provider: Provider }) => {
  const t = useTexts("settings");
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const test = async () => {
    setBusy(true);
    const outcome = await attempt(client.providers.test({ providerId: provider.id }));
    setBusy(false);
    if (outcome.ok) {
      const { answer, durationMs } = outcome.value;
      showToast({ title: t("models.tested", { name: provider.name, duration: formatDuration(durationMs) }), text: answer.slice(0, 160) });
    } else showToast({ tone: "danger", ...errorText(outcome.error) });
  };
  return (
    <Button size="small" busy={busy} aria-label={t("models.testName", { name: provider.name })} onClick={() => void test()}>
      {t(busy ? "models.testing" : "models.test")}
    </Button>
  );
};

/** A switch: what its model sees is known of the large services only. */
const SeesPictures = ({ provider, model, onChanged }: ProviderRowProps & { readonly model: ModelInfo }) => {
  const t = useTexts("settings");
  const client = useClient();
  const flip = async () => {
    const outcome = await attempt(client.providers.setSeesImages({ providerId: provider.id, seesImages: !model.images }));
    if (!outcome.ok) return showToast({ tone: "danger", ...errorText(outcome.error) });
    onChanged();
    showToast({ title: t(model.images ? "models.picturesOff" : "models.picturesOn", { name: provider.name }) });
  };
  return (
    <IconButton
      icon={model.images ? Eye : EyeOff}
      size="small"
      aria-pressed={model.images}
      label={t("models.seesPictures", { name: provider.name })}
      onClick={() => void flip()}
    />
  );
};

export const ProviderRow = ({ provider, model, onChanged }: ProviderRowProps) => {
  const t = useTexts("settings");
  const [open, setOpen] = useState<"price" | "remove" | null>(null);
  const { name } = provider;
  const unpriced = model !== null && model.price === null;
  return (
    <li aria-label={name} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      <span className="grid size-9 shrink-0 place-items-center rounded-medium bg-active text-ink-soft">
        <Cloud aria-hidden size={17} strokeWidth={1.75} />
      </span>
      <div className="min-w-48 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{name}</span>
          <Badge>{t(`models.kinds.${provider.kind}`)}</Badge>
        </p>
        <p className="truncate text-small text-ink-faint" title={provider.baseUrl ?? undefined}>
          {provider.baseUrl === null ? provider.model : `${provider.model} · ${provider.baseUrl}`}
        </p>
        {model !== null && (
          <p className={`text-small tabular-nums ${unpriced ? "text-warning" : "text-ink-faint"}`}>
            {priceWords(model.price, t)}
            {provider.price !== null && ` · ${t("models.ownPrice")}`}
          </p>
        )}
        {model !== null && model.problem !== null && (
          <p className="mt-1 text-note text-danger">
            {errorText(model.problem).title}. {errorText(model.problem).text}
          </p>
        )}
      </div>
      <div className="flex items-center gap-0.5">
        <TestProvider provider={provider} />
        {model !== null && <SeesPictures provider={provider} model={model} onChanged={onChanged} />}
        <IconButton icon={Pencil} size="small" label={t("models.changePrice", { name })} onClick={() => setOpen("price")} />
        <IconButton icon={Trash2} size="small" label={t("models.remove", { name })} onClick={() => setOpen("remove")} />
      </div>
      {open === "price" && (
        <ChangePrice provider={provider} listed={model?.price ?? null} onClose={() => setOpen(null)} onChanged={onChanged} />
      )}
      {open === "remove" && <RemoveProvider provider={provider} onClose={() => setOpen(null)} onRemoved={onChanged} />}
    </li>
  );
};
