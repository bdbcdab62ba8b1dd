import { useId, useState } from "react";
import { promptDraftSchema, type Prompt, type PromptDraft } from "#core/prompts/schema";
import type { Result } from "#core/base/schema";
import type { ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { placeholdersOf } from "./placeholders.ts";
import { PromptText } from "./prompt-text.tsx";
import { textAreaLook } from "./text-area-look.ts";
import { withBraces } from "./with-braces.ts";

interface PromptDialogProps {
  readonly title: string;
  /** What stands in it at first. */
  readonly draft: PromptDraft;
  readonly onSave: (draft: PromptDraft) => Promise<Result<Prompt, ClientError>>;
  readonly onSaved: (prompt: Prompt) => void;
  readonly onClose: () => void;
}

const Preview = ({ text }: { readonly text: string }) => {
  const t = useTexts("prompts");
  const names = placeholdersOf(text).map(({ name }) => name);
  if (names.length === 0) return <p className="text-note text-ink-faint">{withBraces(t("dialog.placeholderHint"))}</p>;
  return (
    <section aria-label={t("dialog.preview")} className="rounded-medium bg-sunken px-3.5 py-3">
      <h3 className="text-small font-medium text-ink-soft">{t("dialog.preview")}</h3>
      <p className="mt-1 max-h-32 overflow-y-auto text-note wrap-anywhere whitespace-pre-wrap">
        <PromptText text={text} />
      </p>
      <p className="mt-2 text-small text-ink-faint">{t("dialog.asks", { count: names.length, names: names.join(", ") })}</p>
    </section>
  );
};

/** Writes a prompt, new or kept. */
export const PromptDialog = ({ title: heading, draft, onSave, onSaved, onClose }: PromptDialogProps) => {
  const t = useTexts("prompts");
  const shared = useTexts("ui");
  const formId = useId();
  const [title, setTitle] = useState(draft.title);
  const [text, setText] = useState(draft.text);
  const [keyword, setKeyword] = useState(draft.keyword ?? "");
  const [wrong, setWrong] = useState<ReadonlySet<PropertyKey>>(new Set());
  const [refusal, setRefusal] = useState<ClientError | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async () => {
    const checked = promptDraftSchema.safeParse({ title, text, keyword: keyword.trim() === "" ? null : keyword.trim() });
    setWrong(new Set(checked.success ? [] : checked.error.issues.map(({ path }) => path[0] ?? "")));
    setRefusal(null);
    if (!checked.success) return;
    setBusy(true);
    const saved = await onSave(checked.data);
    setBusy(false);
    if (saved.ok) onSaved(saved.value);
    else setRefusal(saved.error);
  };
  const taken = refusal?.type === "KeywordTaken" ? t("dialog.keywordTaken", { title: refusal.title }) : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={heading}
      width="large"
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button tone="primary" type="submit" form={formId} busy={busy}>
            {t("dialog.save")}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {refusal !== null && taken === null && (
          <Notice tone="danger" title={errorText(refusal).title}>
            {errorText(refusal).text}
          </Notice>
        )}
        <div className="flex flex-wrap gap-4">
          <div className="min-w-56 flex-1">
            <Field label={t("dialog.title")} error={wrong.has("title") ? t("dialog.titleWrong") : null}>
              {(props) => <Input {...props} autoFocus maxLength={120} value={title} onChange={(event) => setTitle(event.target.value)} />}
            </Field>
          </div>
          <div className="w-full sm:w-56">
            <Field
              label={t("dialog.keyword")}
              hint={t("dialog.keywordHint")}
              error={taken ?? (wrong.has("keyword") ? t("dialog.keywordWrong") : null)}
            >
              {(props) => (
                <Input
                  {...props}
                  spellCheck={false}
                  autoComplete="off"
                  maxLength={40}
                  placeholder={t("dialog.keywordExample")}
                  value={keyword}
                  onChange={(event) => setKeyword(event.target.value.replace(/^\//, ""))}
                />
              )}
            </Field>
          </div>
        </div>
        <Field label={t("dialog.text")} error={wrong.has("text") ? t("dialog.textWrong") : null}>
          {(props) => (
            <textarea
              {...props}
              rows={7}
              maxLength={20_000}
              value={text}
              onChange={(event) => setText(event.target.value)}
              className={textAreaLook}
            />
          )}
        </Field>
        <Preview text={text} />
      </form>
    </Dialog>
  );
};
