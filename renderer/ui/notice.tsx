import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const looks = {
  info: { icon: Info, look: "bg-sunken text-ink-soft" },
  warning: { icon: TriangleAlert, look: "bg-warning-soft text-warning" },
  danger: { icon: CircleAlert, look: "bg-danger-soft text-danger" },
};

interface NoticeProps {
  readonly tone: keyof typeof looks;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Something to know about what stands beside it. Errors: what happened, what was kept, what to do next. */
export const Notice = ({ tone, title, children, action }: NoticeProps) => {
  const { icon: Icon, look } = looks[tone];
  return (
    <div role={tone === "danger" ? "alert" : "status"} className={classNames("flex items-start gap-3 rounded-medium px-3.5 py-3", look)}>
      <Icon aria-hidden size={16} className="mt-[3px] shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="mt-0.5 text-note text-ink-soft">{children}</div>}
      </div>
      {action}
    </div>
  );
};
