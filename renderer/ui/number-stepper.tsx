import { Minus, Plus } from "lucide-react";
import { useState } from "react";

interface NumberStepperProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit?: string | undefined;
  readonly onChange: (value: number) => void;
}

const button =
  "grid size-8 place-items-center text-ink-faint hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-35";

/** A whole number between two others: typed, or by steps. What is typed counts when the field is left or Enter is pressed. */
export const NumberStepper = ({ label, value, min, max, step, unit, onChange }: NumberStepperProps) => {
  const [typed, setTyped] = useState<string | null>(null);
  const set = (next: number) => {
    const held = Math.min(max, Math.max(min, Math.round(next)));
    if (held !== value) onChange(held);
  };
  const commit = () => {
    const next = Number(typed);
    if (typed !== null && typed.trim() !== "" && Number.isFinite(next)) set(next);
    setTyped(null);
  };
  return (
    <div
      role="group"
      aria-label={label}
      className="inline-flex items-center overflow-hidden rounded-medium border border-edge bg-surface shadow-low"
    >
      <button type="button" aria-label={`${label} −`} className={button} disabled={value <= min} onClick={() => set(value - step)}>
        <Minus aria-hidden size={14} />
      </button>
      <input
        inputMode="numeric"
        aria-label={label}
        value={typed ?? String(value)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
        className="h-8 w-12 bg-transparent text-center tabular-nums outline-none focus-visible:bg-hover"
      />
      {unit !== undefined && <span className="-ml-1 pr-2 text-note text-ink-faint">{unit}</span>}
      <button type="button" aria-label={`${label} +`} className={button} disabled={value >= max} onClick={() => set(value + step)}>
        <Plus aria-hidden size={14} />
      </button>
    </div>
  );
};
