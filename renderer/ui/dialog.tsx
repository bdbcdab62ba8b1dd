import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useRef, type ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { useFocusReturn } from "./focus-return.ts";
import { useTexts } from "./i18n.ts";
import { IconButton } from "./icon-button.tsx";

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string | undefined;
  readonly children?: ReactNode;
  /** Buttons, the main one last. */
  readonly footer?: ReactNode;
  readonly width?: "small" | "medium" | "large" | undefined;
}

const widths = { small: "max-w-sm", medium: "max-w-lg", large: "max-w-3xl" };

/** There only while the dialog is. */
const Frame = ({ onClose, title, description, children, footer, width = "medium" }: Omit<DialogProps, "open">) => {
  const t = useTexts("ui");
  const content = useRef<HTMLDivElement>(null);
  const returnFocus = useFocusReturn();
  return (
    <Radix.Content
      ref={content}
      // Without a field that asks for it, the focus goes to the dialog and not to its close button.
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        if (content.current?.contains(document.activeElement) !== true) content.current?.focus();
      }}
      onCloseAutoFocus={returnFocus}
      {...(description === undefined ? { "aria-describedby": undefined } : {})}
      className={classNames(
        "fixed top-[min(14vh,7rem)] left-1/2 z-40 flex max-h-[min(76vh,calc(100vh-min(14vh,7rem)-1rem))] w-[calc(100vw-2rem)] -translate-x-1/2 animate-rise flex-col rounded-large border border-line bg-surface shadow-floating focus:outline-none",
        widths[width],
      )}
    >
      <header className="flex items-start gap-4 px-5 pt-4 pb-1">
        <div className="flex-1">
          <Radix.Title className="text-title font-semibold">{title}</Radix.Title>
          {description !== undefined && <Radix.Description className="mt-1 text-base text-ink-soft">{description}</Radix.Description>}
        </div>
        <IconButton icon={X} label={t("close")} size="small" onClick={onClose} className="-mr-1.5" />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 py-3">{children}</div>
      {footer !== undefined && <footer className="flex flex-wrap justify-end gap-2 px-5 pt-1 pb-4">{footer}</footer>}
    </Radix.Content>
  );
};

export const Dialog = ({ open, ...frame }: DialogProps) => (
  <Radix.Root open={open} onOpenChange={(next) => !next && frame.onClose()}>
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
      <Frame {...frame} />
    </Radix.Portal>
  </Radix.Root>
);
