import type { ReactNode } from "react";

interface SettingRowProps {
  readonly title: string;
  /** What the setting does. */
  readonly text: string;
  readonly children?: ReactNode;
  /** Below both, over the whole width. */
  readonly below?: ReactNode;
}

export const SettingRow = ({ title, text, children, below }: SettingRowProps) => (
  <div className="py-4">
    <div className="flex flex-wrap items-start gap-x-8 gap-y-3">
      <div className="min-w-60 flex-1">
        <h3 className="font-medium">{title}</h3>
        <p className="mt-0.5 text-note text-ink-soft">{text}</p>
      </div>
      {children !== undefined && <div className="shrink-0">{children}</div>}
    </div>
    {below !== undefined && <div className="mt-3">{below}</div>}
  </div>
);

interface SectionProps {
  readonly title: string;
  readonly text?: string | undefined;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export const SettingSection = ({ title, text, action, children }: SectionProps) => (
  <section className="mb-10">
    <header className="mb-1 flex items-start gap-4">
      <div className="min-w-0 flex-1">
        <h2 className="text-title font-semibold">{title}</h2>
        {text !== undefined && <p className="mt-0.5 text-note text-ink-soft">{text}</p>}
      </div>
      {action}
    </header>
    <div className="divide-y divide-line/60">{children}</div>
  </section>
);
