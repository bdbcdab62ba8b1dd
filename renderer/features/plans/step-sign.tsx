import { Ban, Check, CircleAlert, Undo2 } from "lucide-react";
import type { StepRun } from "#core/plans/schema";
import { Spinner } from "../../ui/spinner.tsx";

interface StepSignProps {
  readonly position: number;
  readonly state: StepRun["state"] | null;
}

const circle = "grid size-6 shrink-0 place-items-center rounded-full text-small tabular-nums";

/** A step's number, or what became of it. Its state is also said in words beside it. */
export const StepSign = ({ position, state }: StepSignProps) => {
  switch (state) {
    case "running":
      return (
        <span className={`${circle} bg-accent-soft text-accent`}>
          <Spinner />
        </span>
      );
    case "done":
      return (
        <span className={`${circle} bg-accent-soft text-accent`}>
          <Check aria-hidden size={13} strokeWidth={2.5} />
        </span>
      );
    case "failed":
      return (
        <span className={`${circle} bg-danger-soft text-danger`}>
          <CircleAlert aria-hidden size={14} />
        </span>
      );
    case "undone":
      return (
        <span className={`${circle} bg-active text-ink-soft`}>
          <Undo2 aria-hidden size={13} />
        </span>
      );
    case "skipped":
      return (
        <span className={`${circle} bg-active text-ink-faint`}>
          <Ban aria-hidden size={13} />
        </span>
      );
    case "waiting":
    case null:
      return <span className={`${circle} border border-line text-ink-faint`}>{position + 1}</span>;
  }
};
