import { CopyCheck } from "lucide-react";
import { useState } from "react";
import type { DocumentId, MemoryEntry } from "#core/memory/schema";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { CompareDialog } from "./compare-dialog.tsx";
import { CopyGroup } from "./copy-group.tsx";
import { Skeleton } from "./skeleton.tsx";
import type { Actions } from "./use-actions.ts";
import { useMemoryState } from "./use-memory.ts";

interface CopiesTabProps {
  readonly actions: Actions;
  /** The document somebody came from: its group is shown first. */
  readonly about: DocumentId | null;
}

/** All groups of documents that say (nearly) the same. */
export const CopiesTab = ({ actions, about }: CopiesTabProps) => {
  const t = useTexts("memory");
  const { groups, groupTotal, groupsLoaded, overview } = useMemoryState((state) => state);
  const [compared, setCompared] = useState<{ readonly kept: MemoryEntry; readonly copy: MemoryEntry } | null>(null);
  if (!groupsLoaded) return <Skeleton />;
  const comparing = overview !== null && overview.comparing > 0;
  const holds = (group: (typeof groups)[number]): boolean => group.members.some(({ entry }) => entry.id === about);
  const shown = groups.toSorted((left, right) => Number(holds(right)) - Number(holds(left)));
  const open = (overview?.duplicateGroups ?? 0) > 0;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 sm:px-6" tabIndex={-1}>
      {groups.length === 0 ? (
        <EmptyState icon={CopyCheck} title={t(comparing ? "copies.comparing" : "copies.none")} text={t("copies.noneText")} />
      ) : (
        <div className="mx-auto flex max-w-5xl flex-col gap-3">
          <div className="flex flex-wrap items-center gap-3">
            <p className="min-w-60 flex-1 text-note text-ink-soft">{t("copies.explain")}</p>
            {open && <Button onClick={() => void actions.mergeAll()}>{t("copies.mergeAll")}</Button>}
          </div>
          {shown.map((group) => (
            <CopyGroup
              key={group.id}
              group={group}
              highlighted={holds(group)}
              actions={actions}
              onCompare={(copyId) => {
                const [kept, copy] = [group.members[0], group.members.find(({ entry }) => entry.id === copyId)];
                if (kept !== undefined && copy !== undefined) setCompared({ kept: kept.entry, copy: copy.entry });
              }}
            />
          ))}
          {groupTotal > groups.length && (
            <p className="text-center text-small text-ink-faint">{t("copies.more", { count: groupTotal - groups.length })}</p>
          )}
        </div>
      )}
      {compared !== null && <CompareDialog {...compared} actions={actions} onClose={() => setCompared(null)} />}
    </div>
  );
};
