import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { useStore } from "zustand";
import { Button } from "./button.tsx";
import { useTexts } from "./i18n.ts";
import { IconButton } from "./icon-button.tsx";
import { dismissToast, toastStore } from "./toast-store.ts";

export const Toasts = () => {
  const t = useTexts("ui");
  const toasts = useStore(toastStore, (state) => state.toasts);
  return (
    <Radix.Provider label={t("notifications")} swipeDirection="right">
      {toasts.map((toast) => (
        <Radix.Root
          key={toast.id}
          duration={toast.durationMs}
          onOpenChange={(open) => !open && dismissToast(toast.id)}
          className="flex animate-rise items-center gap-3 rounded-medium border border-line bg-surface py-2 pr-2 pl-4 shadow-floating"
        >
          <div className="min-w-0 flex-1 py-1">
            <Radix.Title className={toast.tone === "danger" ? "font-medium text-danger" : "font-medium"}>{toast.title}</Radix.Title>
            {toast.text !== undefined && <Radix.Description className="text-note text-ink-soft">{toast.text}</Radix.Description>}
          </div>
          {toast.action !== undefined && (
            <Radix.Action asChild altText={toast.action.label}>
              <Button
                size="small"
                tone="quiet"
                className="text-accent"
                onClick={() => {
                  toast.action?.onSelect();
                  dismissToast(toast.id, true);
                }}
              >
                {toast.action.label}
              </Button>
            </Radix.Action>
          )}
          <IconButton icon={X} size="small" label={t("dismiss")} onClick={() => dismissToast(toast.id)} />
        </Radix.Root>
      ))}
      <Radix.Viewport className="pointer-events-auto fixed right-4 bottom-4 z-50 flex w-[22rem] max-w-[calc(100vw-2rem)] flex-col gap-2 outline-none" />
    </Radix.Provider>
  );
};
