import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { useStore } from "zustand";
import type { Prompt } from "#core/prompts/schema";
import { classNames } from "../../ui/class-names.ts";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { hrefOf } from "../../ui/route.ts";
import { FillInForm } from "./fill-in-form.tsx";
import { findPrompts } from "./find-prompts.ts";
import { placeholdersOf } from "./placeholders.ts";
import { useLoadedPrompts } from "./use-prompts.ts";
import { useRoomySide } from "./use-roomy-side.ts";

interface PromptPickerProps {
  /** What was typed after the "/". */
  readonly query: string;
  readonly onChoose: (text: string) => void;
  /** No prompt meets what was typed after the "/", nor would with more letters. */
  readonly onNothing: (query: string) => void;
  readonly onClose: () => void;
}

/** Of the panel, in pixels: a list of eight or a form of two fields; three rows at the least, whatever the window. */
const mostHeight = 416;
const leastHeight = 160;
const gap = 8;

interface PromptListProps {
  readonly id: string;
  readonly prompts: readonly Prompt[];
  readonly active: number;
  readonly onActive: (position: number) => void;
  readonly onChoose: (prompt: Prompt) => void;
}

const PromptList = ({ id, prompts, active, onActive, onChoose }: PromptListProps) => {
  const t = useTexts("prompts");
  return (
    <ul role="listbox" id={id} aria-label={t("picker.label")} className="min-h-0 flex-1 overflow-y-auto p-1">
      {prompts.map((prompt, position) => (
        <li
          key={prompt.id}
          id={`${id}-${position}`}
          role="option"
          aria-selected={position === active}
          ref={position === active ? (row) => row?.scrollIntoView({ block: "nearest" }) : undefined}
          // The caret stays where it is.
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => position !== active && onActive(position)}
          onClick={() => onChoose(prompt)}
          className={classNames("flex cursor-default items-baseline gap-3 rounded-small px-2.5 py-1.5", position === active && "bg-active")}
        >
          <span className="max-w-[50%] shrink-0 truncate font-medium">{prompt.title}</span>
          <span className="min-w-0 flex-1 truncate text-note text-ink-faint">{prompt.text}</span>
          {prompt.keyword !== null && <span className="shrink-0 font-mono text-small text-ink-soft">/{prompt.keyword}</span>}
        </li>
      ))}
    </ul>
  );
};

/**
 * Chooses a kept prompt, above the composer. Opened while the focus is in a field that begins with "/", the focus stays there and the field
 * works the list; opened in another way, it brings a field of its own. What a prompt leaves open is asked for before `onChoose`.
 */
export const PromptPicker = ({ query, onChoose, onNothing, onClose }: PromptPickerProps) => {
  const t = useTexts("prompts");
  const listId = useId();
  const prompts = useLoadedPrompts();
  const { problem, prompts: all } = useStore(prompts.store);
  /** The field that was typed into when this opened. */
  const [typedIn] = useState(() => {
    const field = document.activeElement;
    return field instanceof HTMLTextAreaElement && field.value.startsWith("/") ? field : null;
  });
  const own = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const { room, side } = useRoomySide(panel);
  const [words, setWords] = useState("");
  const [active, setActive] = useState(0);
  const [filling, setFilling] = useState<Prompt | null>(null);
  const typed = typedIn === null ? words : query;
  const [lastTyped, setLastTyped] = useState(typed);
  if (lastTyped !== typed) {
    setLastTyped(typed);
    setActive(0);
  }
  const found = findPrompts(all ?? [], typed);
  const isUnmatched = typedIn !== null && typed !== "" && all !== null && found.length === 0 && filling === null;
  const sayNothing = useEffectEvent(onNothing);
  useEffect(() => {
    if (isUnmatched) sayNothing(typed);
  }, [isUnmatched, typed]);
  const position = Math.min(active, Math.max(0, found.length - 1));

  const finish = (prompt: Prompt, text: string) => {
    prompts.used(prompt.id);
    onChoose(text);
  };
  const choose = (prompt: Prompt) => {
    if (placeholdersOf(prompt.text).length > 0) setFilling(prompt);
    else finish(prompt, prompt.text);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || filling !== null) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && found.length > 0) setActive((position + step + found.length) % found.length);
    else if ((event.key === "Enter" && !event.shiftKey) || (event.key === "Tab" && !event.shiftKey && typedIn !== null)) {
      const prompt = found[position];
      if (prompt === undefined && event.key === "Tab") return;
      if (prompt !== undefined) choose(prompt);
      else if (all !== null || problem !== null) onClose();
    } else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const activeId = found.length === 0 ? null : `${listId}-${position}`;
  useEffect(() => {
    const field = typedIn ?? own.current;
    if (field === null) return undefined;
    const listen = (event: Event) => onKey(event as KeyboardEvent);
    // Before the field's own keys: Enter would send what is written.
    field.addEventListener("keydown", listen, { capture: true });
    return () => field.removeEventListener("keydown", listen, { capture: true });
  }, [typedIn, filling]);
  useEffect(() => {
    const field = typedIn ?? own.current;
    if (field === null || filling !== null) return undefined;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", listId);
    if (activeId !== null) field.setAttribute("aria-activedescendant", activeId);
    return () => {
      for (const name of ["aria-autocomplete", "aria-controls", "aria-activedescendant"]) field.removeAttribute(name);
    };
  }, [typedIn, listId, activeId, filling]);

  return (
    <div
      ref={panel}
      data-testid="prompt-picker"
      style={{ maxHeight: Math.max(leastHeight, Math.min(mostHeight, room - gap)) }}
      className={classNames(
        "absolute inset-x-0 z-20 flex animate-appear flex-col overflow-hidden rounded-large border border-line bg-surface shadow-floating",
        side === "above" ? "bottom-full mb-2" : "top-full mt-2",
      )}
    >
      {filling === null ? (
        <>
          {typedIn === null && (
            <div className="border-b border-line/60 p-2">
              <Input
                ref={own}
                autoFocus
                role="combobox"
                aria-expanded
                aria-label={t("picker.search")}
                placeholder={t("picker.search")}
                value={words}
                onChange={(event) => setWords(event.target.value)}
              />
            </div>
          )}
          {found.length > 0 && <PromptList id={listId} prompts={found} active={position} onActive={setActive} onChoose={choose} />}
          <p role="status" className={classNames("px-3.5 text-note text-ink-soft", found.length > 0 ? "sr-only" : "py-3")}>
            {problem !== null
              ? errorText(problem).title
              : all === null
                ? t("picker.loading")
                : found.length > 0
                  ? t("picker.count", { count: found.length })
                  : t(all.length === 0 ? "picker.none" : "picker.nothing", { words: typed })}
          </p>
          <div className="flex items-center gap-3 border-t border-line/60 px-3.5 py-1.5 text-small text-ink-faint">
            <span className="min-w-0 flex-1 truncate">{t("picker.keys")}</span>
            <a href={hrefOf({ screen: "prompts" })} className="shrink-0 text-accent hover:underline">
              {t("picker.manage")}
            </a>
          </div>
        </>
      ) : (
        <div className="min-h-0 overflow-y-auto p-4">
          <FillInForm prompt={filling} onFilled={(text) => finish(filling, text)} onCancel={onClose} />
        </div>
      )}
    </div>
  );
};
