import type { LucideIcon } from "lucide-react";
import { useId, type ReactNode } from "react";

interface StartOptionProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

/** One of the ways to begin. */
export const StartOption = ({ icon: Icon, title, text, children }: StartOptionProps) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex gap-4 rounded-large border border-line bg-surface p-4">
      <span className="grid size-10 shrink-0 place-items-center rounded-medium bg-accent-soft text-accent">
        <Icon aria-hidden size={18} strokeWidth={1.75} />
      </span>
      <div className="min-w-0 flex-1">
        <h2 id={id} className="font-medium">
          {title}
        </h2>
        <p className="text-note text-ink-soft">{text}</p>
        {children !== undefined && <div className="mt-3">{children}</div>}
      </div>
    </section>
  );
};
