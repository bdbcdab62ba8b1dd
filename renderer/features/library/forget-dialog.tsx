import { useState } from "react";
import type { DocumentId } from "#core/memory/schema";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { showToast } from "../../ui/toast-store.ts";
import { useLibrary } from "./use-library.ts";

interface ForgetDialogProps {
  readonly documentIds: readonly DocumentId[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Forgetting cannot be undone, so it says what goes and what stays first. */
export const ForgetDialog = ({ documentIds, onClose, onDone }: ForgetDialogProps) => {
  const t = useTexts("library");
  const shared = useTexts("ui");
  const library = useLibrary();
  const [busy, setBusy] = useState(false);
  const forget = async () => {
    setBusy(true);
    const outcome = await library.forget(documentIds);
    setBusy(false);
    if (outcome.ok) {
      showToast({ title: t("forget.done", { count: outcome.value.removed }) });
      onDone();
    } else showToast({ tone: "danger", ...errorText(outcome.error) });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="small"
      title={t("forget.title", { count: documentIds.length })}
      description={t("forget.text")}
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            {shared("cancel")}
          </Button>
          <Button tone="danger" busy={busy} onClick={() => void forget()}>
            {t("forget.confirm")}
          </Button>
        </>
      }
    >
      <p className="text-note text-ink-faint">{t("forget.quotes")}</p>
    </Dialog>
  );
};
