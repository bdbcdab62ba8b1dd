import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";

interface CheckboxProps {
  /** `mixed`: some of those it stands for. */
  readonly checked: boolean | "mixed";
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
}

export const Checkbox = ({ checked, onChange, label }: CheckboxProps) => (
  <Radix.Root
    checked={checked === "mixed" ? "indeterminate" : checked}
    onCheckedChange={(next) => onChange(next === true)}
    aria-label={label}
    className="grid size-4 shrink-0 place-items-center rounded-small border border-edge bg-surface text-accent-ink transition-colors duration-100 hover:border-ink-faint data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
  >
    <Radix.Indicator>
      {checked === "mixed" ? <Minus aria-hidden size={11} strokeWidth={3} /> : <Check aria-hidden size={11} strokeWidth={3} />}
    </Radix.Indicator>
  </Radix.Root>
);
