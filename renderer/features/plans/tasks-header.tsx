import { ArrowLeft, Download, FileJson, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import type { PlanId, RunId } from "#core/plans/schema";
import { follow, useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { goTo } from "../../ui/route.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { download } from "./download.ts";
import type { Place } from "./places.ts";
import { usePlans } from "./use-plans.ts";

const useWaitingCount = (): number => {
  const client = useClient();
  const [count, setCount] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    void follow(
      (signal) => client.approvals.watch(undefined, { signal }),
      (requests) => setCount(requests.length),
      controller.signal,
    );
    return () => controller.abort();
  }, [client]);
  return count;
};

interface TasksHeaderProps {
  readonly place: Place;
  readonly onImport: () => void;
  readonly onStart: () => void;
}

export const TasksHeader = ({ place, onImport, onStart }: TasksHeaderProps) => {
  const t = useTexts("plans");
  const port = usePlans();
  const waiting = useWaitingCount();
  const inside = place.name === "plan" || place.name === "run";
  const save = async () => {
    const file = place.name === "run" ? await port.exportRun(place.id as RunId) : await port.exportPlan((place.id ?? "") as PlanId);
    if (file.ok) download(file.value);
    else showToast({ tone: "danger", ...errorText(file.error) });
  };
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line/60 pr-3 pl-4 sm:pl-6">
      {inside && (
        <IconButton icon={ArrowLeft} label={t("back")} className="-ml-2" onClick={() => goTo({ screen: "tasks", place: null, id: null })} />
      )}
      <h1 className="min-w-0 flex-1 truncate font-medium">{t(inside ? `place.${place.name}` : "title")}</h1>
      {inside ? (
        <Button tone="quiet" onClick={() => void save()}>
          <Download aria-hidden size={14} />
          {t("timeline.export")}
        </Button>
      ) : (
        <>
          <Segmented
            label={t("places")}
            value={place.name === "approvals" || place.name === "permissions" ? place.name : "runs"}
            onChange={(name) => goTo({ screen: "tasks", place: name === "runs" ? null : name, id: null })}
            options={[
              { value: "runs", label: t("place.runs") },
              { value: "approvals", label: waiting === 0 ? t("place.approvals") : t("place.approvalsCount", { count: waiting }) },
              { value: "permissions", label: t("place.permissions") },
            ]}
          />
          <IconButton icon={FileJson} label={t("import.open")} onClick={onImport} />
          <Button tone="primary" onClick={onStart}>
            <Plus aria-hidden size={15} />
            {t("newTask")}
          </Button>
        </>
      )}
    </header>
  );
};
