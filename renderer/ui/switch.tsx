import { Switch as Radix } from "radix-ui";

interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

export const Switch = ({ checked, onChange, label, disabled }: SwitchProps) => (
  <Radix.Root
    checked={checked}
    onCheckedChange={onChange}
    aria-label={label}
    disabled={disabled}
    className="relative h-5 w-9 shrink-0 rounded-full bg-line-strong transition-colors duration-150 data-[state=checked]:bg-accent disabled:opacity-50"
  >
    <Radix.Thumb className="block size-4 translate-x-0.5 rounded-full bg-surface shadow-low transition-transform duration-150 data-[state=checked]:translate-x-4.5" />
  </Radix.Root>
);
