import { Download, FileUp, MoreHorizontal, Plus, Search } from "lucide-react";
import { useRef, useState } from "react";
import { useStore } from "zustand";
import type { Prompt, PromptDraft } from "#core/prompts/schema";
import { Button } from "../../ui/button.tsx";
import { useCommandsOf } from "../../ui/commands.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { handOut } from "../../ui/hand-out.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Input } from "../../ui/input.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Notice } from "../../ui/notice.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { EmptyPrompts } from "./empty-prompts.tsx";
import { FillInForm } from "./fill-in-form.tsx";
import { findPrompts } from "./find-prompts.ts";
import { placeholdersOf } from "./placeholders.ts";
import { PromptDialog } from "./prompt-dialog.tsx";
import { PromptRow } from "./prompt-row.tsx";
import { newAmong, promptsToText, textToPrompts } from "./prompts-file.ts";
import { draftOf } from "./prompts-state.ts";
import { useLoadedPrompts } from "./use-prompts.ts";

const noDraft: PromptDraft = { title: "", text: "", keyword: null };

/** Where a dialog stands: a new prompt, or one that is changed. */
interface Writing {
  readonly draft: PromptDraft;
  readonly prompt: Prompt | null;
}

const Skeleton = () => (
  <div aria-hidden className="flex flex-col gap-3 py-4">
    {[0, 1, 2].map((row) => (
      <div key={row} className="h-14 animate-breathe rounded-medium bg-sunken" />
    ))}
  </div>
);

/** The kept prompts. `onUse` gets a text to ask with, everything filled in. */
export const PromptsScreen = ({ onUse }: { readonly onUse: (text: string) => void }) => {
  const t = useTexts("prompts");
  const prompts = useLoadedPrompts();
  const { problem, prompts: all } = useStore(prompts.store);
  const [words, setWords] = useState("");
  const [writing, setWriting] = useState<Writing | null>(null);
  const [filling, setFilling] = useState<Prompt | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const here = all ?? [];
  const found = findPrompts(here, words);

  const write = () => setWriting({ draft: noDraft, prompt: null });
  const finish = (prompt: Prompt, text: string) => {
    prompts.used(prompt.id);
    onUse(text);
  };
  const use = (prompt: Prompt) => (placeholdersOf(prompt.text).length > 0 ? setFilling(prompt) : finish(prompt, prompt.text));
  const add = async (drafts: readonly PromptDraft[]): Promise<number> => {
    let added = 0;
    for (const draft of newAmong(drafts, here)) {
      const created = await prompts.create(draft);
      if (!created.ok) {
        showToast({ tone: "danger", ...errorText(created.error) });
        break;
      }
      added += 1;
    }
    return added;
  };
  const remove = async (prompt: Prompt) => {
    const removed = await prompts.remove(prompt.id);
    if (!removed.ok) return showToast({ tone: "danger", ...errorText(removed.error) });
    return showToast({
      title: t("removed", { title: prompt.title }),
      action: { label: t("undo"), onSelect: () => void prompts.create(draftOf(prompt)) },
    });
  };
  const bring = async (file: File | undefined) => {
    if (file === undefined) return;
    const read = textToPrompts(await file.text());
    if (!read.ok) return void showToast({ tone: "danger", title: t("file.wrong"), text: t("file.wrongText") });
    const added = await add(read.value.drafts);
    showToast({
      title: t("file.brought", { count: added }),
      text: read.value.damagedCount === 0 ? undefined : t("file.damaged", { count: read.value.damagedCount }),
    });
  };
  const chooseFile = () => chooser.current?.click();
  const saveFile = () => handOut("olympus-prompts.json", "application/json", [promptsToText(here)]);
  useCommandsOf("prompts", [
    { id: "prompts.create", title: (text) => text("new"), group: "data", icon: Plus, run: write },
    { id: "prompts.bring", title: (text) => text("file.bring"), group: "data", icon: FileUp, run: chooseFile },
    { id: "prompts.save", title: (text) => text("file.save"), group: "data", icon: Download, enabled: here.length > 0, run: saveFile },
  ]);

  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line/60 pr-3 pl-4 sm:pl-6">
        <h1 className="min-w-0 flex-1 truncate font-medium">{t("title")}</h1>
        <Button onClick={write}>
          <Plus aria-hidden size={15} />
          {t("new")}
        </Button>
        <Menu
          trigger={<IconButton icon={MoreHorizontal} label={t("moreAll")} />}
          entries={[
            { label: t("file.bring"), icon: FileUp, onSelect: chooseFile },
            { label: t("file.save"), icon: Download, disabled: here.length === 0, onSelect: saveFile },
          ]}
        />
        <input
          ref={chooser}
          type="file"
          hidden
          accept=".json,application/json"
          aria-label={t("file.bring")}
          onChange={(event) => {
            void bring(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-180 px-4 pt-5 pb-16 sm:px-6">
          {problem !== null && (
            <Notice
              tone="danger"
              title={errorText(problem).title}
              action={
                <Button size="small" onClick={() => void prompts.reload()}>
                  {t("again")}
                </Button>
              }
            >
              {errorText(problem).text}
            </Notice>
          )}
          {all === null && problem === null && <Skeleton />}
          {all !== null && all.length === 0 && <EmptyPrompts onAdd={async (drafts) => void (await add(drafts))} onWrite={write} />}
          {here.length > 0 && (
            <>
              <label className="relative block">
                <Search aria-hidden size={15} className="pointer-events-none absolute top-2.5 left-3 text-ink-faint" />
                <Input
                  type="search"
                  aria-label={t("search")}
                  placeholder={t("search")}
                  value={words}
                  onChange={(event) => setWords(event.target.value)}
                  className="pl-9"
                />
              </label>
              <p role="status" className="sr-only">
                {words === "" ? "" : t("picker.count", { count: found.length })}
              </p>
              {found.length === 0 ? (
                <EmptyState icon={Search} title={t("nothing")} text={t("nothingText", { words })} />
              ) : (
                <ul aria-label={t("title")} className="mt-2 divide-y divide-line/60">
                  {found.map((prompt) => (
                    <PromptRow
                      key={prompt.id}
                      prompt={prompt}
                      onUse={() => use(prompt)}
                      onEdit={() => setWriting({ draft: draftOf(prompt), prompt })}
                      onDuplicate={() =>
                        setWriting({
                          draft: { ...draftOf(prompt), title: t("copyOf", { title: prompt.title }).slice(0, 120), keyword: null },
                          prompt: null,
                        })
                      }
                      onRemove={() => void remove(prompt)}
                    />
                  ))}
                </ul>
              )}
            </>
          )}
        </div>
      </div>
      {writing !== null && (
        <PromptDialog
          title={t(writing.prompt === null ? "dialog.new" : "dialog.change")}
          draft={writing.draft}
          onSave={(draft) => (writing.prompt === null ? prompts.create(draft) : prompts.update(writing.prompt.id, draft))}
          onSaved={() => setWriting(null)}
          onClose={() => setWriting(null)}
        />
      )}
      {filling !== null && (
        <Dialog open onClose={() => setFilling(null)} title={t("fill.title")} description={t("fill.text")}>
          <FillInForm prompt={filling} onFilled={(text) => finish(filling, text)} onCancel={() => setFilling(null)} />
        </Dialog>
      )}
    </div>
  );
};
