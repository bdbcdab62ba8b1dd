import { attempt, useClient } from "../../bridge/index.ts";
import { useTexts } from "../../ui/i18n.ts";
import { showToast } from "../../ui/toast-store.ts";
import { PromptDialog } from "./prompt-dialog.tsx";

/** Keeps a question's words as a prompt, after a look at them. */
export const SaveAsPrompt = ({ text, onClose }: { readonly text: string; readonly onClose: () => void }) => {
  const t = useTexts("prompts");
  const client = useClient();
  const title = (text.trim().split("\n")[0] ?? "").slice(0, 60);
  return (
    <PromptDialog
      title={t("dialog.new")}
      draft={{ title, text: text.slice(0, 20_000), keyword: null }}
      onSave={(draft) => attempt(client.prompts.create(draft))}
      onSaved={(prompt) => {
        showToast({ title: t("saved", { title: prompt.title }) });
        onClose();
      }}
      onClose={onClose}
    />
  );
};
