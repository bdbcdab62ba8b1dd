import { RotateCw, Server } from "lucide-react";
import { useEffect, useState } from "react";
import { attempt, useClient, type Client, type ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { orderWith } from "../../ui/model-order.ts";
import { Select } from "../../ui/select.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { StartOption } from "./start-option.tsx";
import { useModels, useModelsState } from "./use-models.ts";

type Neighbour = Awaited<ReturnType<Client["hub"]["neighbours"]>>[number];

const NeighbourRow = ({ neighbour }: { readonly neighbour: Neighbour }) => {
  const t = useTexts("models");
  const client = useClient();
  const models = useModels();
  const order = useModelsState((state) => state.order);
  const known = useModelsState((state) => state.models);
  const [model, setModel] = useState(neighbour.models[0] ?? "");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ClientError | null>(null);
  const name = t(`server.program.${neighbour.program}`);
  const use = async () => {
    setBusy(true);
    setProblem(null);
    const added = await attempt(
      client.providers.add({
        kind: neighbour.program === "ollama" ? "ollama" : "compatible",
        name: `${name}: ${model}`.slice(0, 80),
        baseUrl: neighbour.baseUrl,
        model,
      }),
    );
    setBusy(false);
    if (!added.ok) return setProblem(added.error);
    await models.reorder(orderWith(known ?? [], order, added.value.id));
    showToast({ title: t("add.added", { name: added.value.name }) });
    await models.reload();
  };
  return (
    <li className="rounded-medium bg-sunken px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="min-w-40 flex-1">
          <span className="font-medium">{name}</span> <span className="text-small text-ink-faint">{neighbour.baseUrl}</span>
        </p>
        {neighbour.models.length === 0 ? (
          <p className="text-note text-ink-soft">{t("server.empty")}</p>
        ) : (
          <>
            <Select
              label={t("server.model", { name })}
              value={model}
              className="h-8 max-w-60 text-note"
              onChange={setModel}
              options={neighbour.models.map((value) => ({ value, label: value }))}
            />
            <Button tone="primary" busy={busy} onClick={() => void use()}>
              {t(busy ? "server.testing" : "server.use")}
            </Button>
          </>
        )}
      </div>
      {problem !== null && (
        <p role="alert" className="mt-2 text-note text-danger">
          {errorText(problem).title}. {errorText(problem).text}
        </p>
      )}
    </li>
  );
};

/** Programs on this machine that serve models already. */
export const StartServer = () => {
  const t = useTexts("models");
  const client = useClient();
  const [found, setFound] = useState<readonly Neighbour[] | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    void attempt(client.hub.neighbours(undefined, { signal: controller.signal })).then((neighbours) => {
      if (!controller.signal.aborted) setFound(neighbours.ok ? neighbours.value : []);
    });
    return () => controller.abort();
  }, [client, turn]);
  return (
    <StartOption icon={Server} title={t("start.server")} text={t("start.serverText")}>
      {found === null ? (
        <p className="flex items-center gap-2 text-note text-ink-faint">
          <Spinner />
          {t("server.looking")}
        </p>
      ) : found.length === 0 ? (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-note text-ink-faint">
          {t("server.none")}
          <Button
            size="small"
            onClick={() => {
              setFound(null);
              setTurn(turn + 1);
            }}
          >
            <RotateCw aria-hidden size={13} />
            {t("server.again")}
          </Button>
        </p>
      ) : (
        <ul aria-label={t("start.server")} className="flex flex-col gap-2">
          {found.map((neighbour) => (
            <NeighbourRow key={neighbour.baseUrl} neighbour={neighbour} />
          ))}
        </ul>
      )}
    </StartOption>
  );
};
