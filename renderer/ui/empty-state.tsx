import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  /** What to do about it. */
  readonly action?: ReactNode;
}

export const EmptyState = ({ icon: Icon, title, text, action }: EmptyStateProps) => (
  <div className="mx-auto flex max-w-sm flex-col items-center px-6 py-12 text-center">
    <span className="mb-4 grid size-11 place-items-center rounded-large bg-accent-soft text-accent">
      <Icon aria-hidden size={20} strokeWidth={1.75} />
    </span>
    <h2 className="text-title font-semibold">{title}</h2>
    <p className="mt-1 text-ink-soft">{text}</p>
    {action !== undefined && <div className="mt-5">{action}</div>}
  </div>
);
