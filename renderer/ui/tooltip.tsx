import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Keys } from "./keys.tsx";

export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Radix.Provider delayDuration={450} skipDelayDuration={200}>
    {children}
  </Radix.Provider>
);

interface TooltipProps {
  readonly text: string;
  readonly shortcut?: string | undefined;
  readonly side?: "top" | "right" | "bottom" | "left" | undefined;
  readonly children: ReactNode;
}

/** A short name for the one focusable child. Never the only place where something is said. */
export const Tooltip = ({ text, shortcut, side = "bottom", children }: TooltipProps) => (
  <Radix.Root>
    <Radix.Trigger asChild>{children}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        side={side}
        sideOffset={6}
        collisionPadding={8}
        className="z-50 flex max-w-72 animate-appear items-center gap-2 rounded-small bg-ink px-2 py-1 text-small text-canvas shadow-raised select-none"
      >
        {text}
        {shortcut !== undefined && <Keys keys={shortcut} inverted />}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
