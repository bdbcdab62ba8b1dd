import { lazy, Suspense, useState, type ReactNode } from "react";
import { addTexts } from "../../ui/i18n.ts";
import { goTo } from "../../ui/route.ts";
import { ApprovalsTab } from "./approvals-tab.tsx";
import en from "./en.json";
import { GrantsTab } from "./grants-tab.tsx";
import { ImportPlan, type PlanFile } from "./import-plan.tsx";
import { placeOf } from "./places.ts";
import { PlanPage } from "./plan-page.tsx";
import { RunPanel } from "./run-panel.tsx";
import { TasksHeader } from "./tasks-header.tsx";
import { Timeline } from "./timeline.tsx";

addTexts("plans", en);

export { ConversationPlans } from "./conversation-plans.tsx";

/** With the example plans, which are read and checked when it is drawn and not whenever a conversation is opened. */
const EmptyTasks = lazy(async () => ({ default: (await import("./empty-tasks.tsx")).EmptyTasks }));

/** Where what began in the dialog goes on. */
export interface NewTaskEnds {
  readonly onPlan: (planId: string) => void;
  readonly onRun: (runId: string) => void;
  readonly onClose: () => void;
}

interface TasksScreenProps {
  readonly place: string | null;
  readonly id: string | null;
  /** Draws the dialog that turns a goal into a plan; this feature only opens it. */
  readonly newTask: (ends: NewTaskEnds) => ReactNode;
}

const toRun = (id: string) => goTo({ screen: "tasks", place: "run", id });
const toList = () => goTo({ screen: "tasks", place: null, id: null });

const Sheet = ({ children }: { readonly children: ReactNode }) => (
  <div className="mx-auto max-w-220 px-4 pt-5 pb-16 sm:px-6">{children}</div>
);

/** Plans, runs and what waits for a yes. */
export const TasksScreen = ({ place: wanted, id, newTask }: TasksScreenProps) => {
  const place = placeOf(wanted, id);
  /** Null: nobody imports; a file of null is still to be chosen. */
  const [importing, setImporting] = useState<{ readonly file: PlanFile | null } | null>(null);
  const [starting, setStarting] = useState(false);
  const open = () => setImporting({ file: null });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <TasksHeader place={place} onImport={open} onStart={() => setStarting(true)} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {place.name === "runs" && (
          <Timeline
            empty={
              <Suspense fallback={null}>
                <EmptyTasks
                  onStart={() => setStarting(true)}
                  onImport={open}
                  onExample={({ fileName, text }) => setImporting({ file: { name: fileName, text } })}
                />
              </Suspense>
            }
          />
        )}
        {place.name === "approvals" && <ApprovalsTab />}
        {place.name === "permissions" && <GrantsTab />}
        {place.name === "plan" && place.id !== null && (
          <Sheet>
            <PlanPage key={place.id} planId={place.id} onRun={toRun} onReject={toList} />
          </Sheet>
        )}
        {place.name === "run" && place.id !== null && (
          <Sheet>
            <RunPanel key={place.id} runId={place.id} keys onRun={toRun} />
          </Sheet>
        )}
      </div>
      {starting &&
        newTask({
          onClose: () => setStarting(false),
          onRun: (runId) => {
            setStarting(false);
            toRun(runId);
          },
          onPlan: (planId) => {
            setStarting(false);
            goTo({ screen: "tasks", place: "plan", id: planId });
          },
        })}
      {importing !== null && (
        <ImportPlan
          file={importing.file}
          onClose={() => setImporting(null)}
          onPlan={(planId) => {
            setImporting(null);
            goTo({ screen: "tasks", place: "plan", id: planId });
          }}
        />
      )}
    </div>
  );
};
