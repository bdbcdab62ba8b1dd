import { useStore } from "zustand";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import type { SearchScope } from "./searching.ts";

interface SearchScopesProps {
  readonly scope: SearchScope;
  readonly onScope: (scope: SearchScope) => void;
}

const keyOf = (scope: SearchScope): string => (scope.type === "folder" ? scope.folderId : scope.type);

/** Which conversations are searched: all, those outside or inside of the archive, or those of a folder. */
export const SearchScopes = ({ scope, onScope }: SearchScopesProps) => {
  const t = useTexts("chat");
  const { conversations } = useChat();
  const folders = useStore(conversations.store, (state) => state.folders);
  const choices: readonly { readonly scope: SearchScope; readonly label: string }[] = [
    { scope: { type: "everything" }, label: t("search.everything") },
    { scope: { type: "unarchived" }, label: t("search.unarchived") },
    { scope: { type: "archived" }, label: t("search.archived") },
    ...folders.map(({ id, name }) => ({ scope: { type: "folder", folderId: id } as const, label: t("search.inFolder", { name }) })),
  ];
  return (
    <div role="radiogroup" aria-label={t("search.scope")} className="mt-3 flex flex-wrap gap-1.5">
      {choices.map((choice) => (
        <label
          key={keyOf(choice.scope)}
          className="relative inline-flex h-7 max-w-56 items-center rounded-full border border-line px-3 text-note text-ink-soft transition-colors duration-100 hover:border-line-strong hover:text-ink has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
        >
          <input
            type="radio"
            name="search-scope"
            className="absolute inset-0 cursor-default opacity-0"
            checked={keyOf(scope) === keyOf(choice.scope)}
            onChange={() => onScope(choice.scope)}
          />
          <span className="truncate">{choice.label}</span>
        </label>
      ))}
    </div>
  );
};
