import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { classNames } from "./class-names.ts";
import { menuItem, menuSurface } from "./menu.tsx";
import { styleNonce } from "./style-nonce.ts";

interface SelectProps<Value extends string> {
  readonly id?: string | undefined;
  /** Needed where no visible label points at `id`. */
  readonly label?: string | undefined;
  readonly value: Value;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly hint?: string | undefined;
    readonly disabled?: boolean | undefined;
  }[];
  readonly onChange: (value: Value) => void;
  readonly className?: string | undefined;
}

/** One of many. Values are never the empty string. */
export const Select = <Value extends string>({ id, label, value, options, onChange, className }: SelectProps<Value>) => (
  <Radix.Root value={value} onValueChange={(next) => onChange(next as Value)}>
    <Radix.Trigger
      id={id}
      aria-label={label}
      className={classNames(
        "inline-flex h-9 items-center justify-between gap-2 rounded-medium border border-edge bg-surface px-3 text-base shadow-low hover:border-ink-faint",
        className,
      )}
    >
      <Radix.Value />
      <ChevronDown aria-hidden size={15} className="text-ink-faint" />
    </Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        position="popper"
        sideOffset={4}
        collisionPadding={8}
        className={classNames(menuSurface, "max-h-80 min-w-(--radix-select-trigger-width)")}
      >
        <Radix.Viewport nonce={styleNonce()}>
          {options.map((option) => (
            <Radix.Item key={option.value} value={option.value} disabled={option.disabled ?? false} className={menuItem}>
              <span className="flex-1">
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.hint !== undefined && <span className="block text-small text-ink-faint">{option.hint}</span>}
              </span>
              <Radix.ItemIndicator>
                <Check aria-hidden size={15} />
              </Radix.ItemIndicator>
            </Radix.Item>
          ))}
        </Radix.Viewport>
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
