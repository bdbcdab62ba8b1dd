import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

const tones: Record<ButtonTone, string> = {
  primary: "bg-accent text-accent-ink hover:bg-accent-strong shadow-low",
  secondary: "bg-surface text-ink border border-line hover:border-line-strong hover:bg-hover shadow-low",
  quiet: "text-ink-soft hover:bg-hover hover:text-ink",
  danger: "bg-surface text-danger border border-line hover:border-danger hover:bg-danger-soft shadow-low",
};

const sizes: Record<ButtonSize, string> = {
  small: "h-7 px-2.5 text-note rounded-small gap-1.5",
  medium: "h-8 px-3 text-base rounded-medium gap-2",
  large: "h-10 px-4 text-base rounded-medium gap-2",
};

interface ButtonProps extends ComponentProps<"button"> {
  readonly tone?: ButtonTone | undefined;
  readonly size?: ButtonSize | undefined;
  /** Shows a spinner and takes no clicks. */
  readonly busy?: boolean | undefined;
  /** Gives the look to the one child (a link) instead of making a button. */
  readonly asChild?: boolean | undefined;
}

export const Button = ({
  tone = "secondary",
  size = "medium",
  busy = false,
  asChild = false,
  className,
  disabled,
  children,
  ...rest
}: ButtonProps) => {
  const look = classNames(
    "inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap select-none transition-colors duration-100",
    "disabled:opacity-50 disabled:pointer-events-none",
    sizes[size],
    tones[tone],
    className,
  );
  if (asChild) {
    return (
      <Slot.Root className={look} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={look} disabled={disabled === true || busy} aria-busy={busy || undefined} {...rest}>
      {busy && <Spinner />}
      {children}
    </button>
  );
};
