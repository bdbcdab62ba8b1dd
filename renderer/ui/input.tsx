import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

const look =
  "w-full rounded-medium border border-edge bg-surface px-3 text-base text-ink shadow-low transition-colors duration-100 hover:border-ink-faint " +
  "focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger disabled:opacity-50";

export const Input = ({ className, ...rest }: ComponentProps<"input">) => (
  <input className={classNames(look, "h-9", className)} {...rest} />
);
