import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const tones = {
  neutral: "bg-active text-ink-soft",
  accent: "bg-accent-soft text-accent",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
};

export const Badge = ({ tone = "neutral", children }: { readonly tone?: keyof typeof tones | undefined; readonly children: ReactNode }) => (
  <span
    className={classNames(
      "inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-2 text-micro font-medium whitespace-nowrap",
      tones[tone],
    )}
  >
    {children}
  </span>
);
