import type { LucideIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { i18n, type Translate } from "./i18n.ts";
import { resolveKeys } from "./key-bindings.ts";

/** Under which heading the palette and the list of shortcuts show a command, in this order. */
export const commandGroups = ["chat", "go", "documents", "tasks", "models", "look", "window", "data", "settings"] as const;
export type CommandGroup = (typeof commandGroups)[number];

export interface AppCommand {
  /** `chat.archive`. Never changed: it is the key under which somebody's own keys are kept in `settings.shortcuts`. */
  readonly id: string;
  /** In the namespace it is contributed under. Called when shown, so it follows the language. */
  readonly title: (t: Translate) => string;
  readonly group: CommandGroup;
  readonly icon: LucideIcon;
  /** More words that find it, separated by spaces. Its English title finds it in every language without being said here. */
  readonly keywords?: ((t: Translate) => string) | undefined;
  /**
   * Its usual keys: `mod+shift+o`, where `mod` is Ctrl, or ⌘ on Apple's systems; a key without `mod` or `alt` is not heard in a text field.
   * A command with usual keys is best contributed always, and is not `enabled` where there is nothing to do: the list of shortcuts shows only
   * what it has heard of.
   */
  readonly keys?: string | undefined;
  /** False: shown in the list of shortcuts, but not offered and not run, and its keys are left to whoever else listens. */
  readonly enabled?: boolean | (() => boolean) | undefined;
  readonly run: () => void;
}

/** A command as whoever lists it needs it. */
export interface ListedCommand {
  readonly id: string;
  readonly title: string;
  /** Its English title and its keywords. */
  readonly keywords: readonly string[];
  readonly group: CommandGroup;
  readonly icon: LucideIcon;
  readonly usualKeys: string | null;
  /** What it is reached by now; null: none. No two commands have the same. */
  readonly keys: string | null;
  /** It is contributed right now and has something to do. */
  readonly isOffered: boolean;
}

interface Source {
  readonly namespace: string;
  readonly read: () => readonly AppCommand[];
}

interface CommandState {
  readonly sources: readonly Source[];
  /** Keys that a person gave, by command; null: none. */
  readonly ownKeys: Readonly<Record<string, string | null>>;
}

/** Changes when commands come or go and when somebody gives them other keys; not with every render of whoever contributes. */
export const commandStore = createStore<CommandState>(() => ({ sources: [], ownKeys: {} }));

/** Every command that was ever contributed in this window: the list of shortcuts shows those of other screens too. */
const heardOf = new Map<string, { readonly namespace: string; readonly command: AppCommand }>();

const readAll = () => {
  const present = new Map<string, { readonly namespace: string; readonly command: AppCommand }>();
  for (const { namespace, read } of commandStore.getState().sources)
    for (const command of read()) {
      present.set(command.id, { namespace, command });
      heardOf.set(command.id, { namespace, command });
    }
  return present;
};

/**
 * Contributes commands for as long as the component is mounted: to the palette, to the list of shortcuts and to the keyboard. The first argument
 * is the namespace of their texts. Cheap: others hear of it only when commands come, go or change their usual keys, and `title`, `enabled` and
 * `run` are read from the newest render when they are needed. Of two contributions of one id the later counts.
 *
 *     useCommandsOf("chat", [
 *       {
 *         id: "chat.archive",
 *         title: (t) => t("archive"),
 *         group: "chat",
 *         icon: Archive,
 *         keys: "mod+shift+a",
 *         enabled: conversationId !== null,
 *         run: () => void archive(),
 *       },
 *     ]);
 */
export const useCommandsOf = (namespace: string, commands: readonly AppCommand[]): void => {
  const newest = useRef(commands);
  const shape = commands.map(({ id, keys }) => `${id} ${keys ?? ""}`).join("\n");
  useEffect(() => {
    newest.current = commands;
  });
  useEffect(() => {
    const source: Source = { namespace, read: () => newest.current };
    commandStore.setState(({ sources }) => ({ sources: [...sources, source] }));
    return () => {
      readAll();
      commandStore.setState(({ sources }) => ({ sources: sources.filter((other) => other !== source) }));
    };
  }, [namespace, shape]);
};

/** The window's own first, then those of its screens; otherwise in the order in which they were first contributed. */
const allHeardOf = () => {
  readAll();
  const all = [...heardOf.values()];
  return [...all.filter(({ namespace }) => namespace === "app"), ...all.filter(({ namespace }) => namespace !== "app")];
};

let resolved: { readonly state: CommandState; readonly keys: ReadonlyMap<string, string | null> } | null = null;

/** Which keys every command has. Worked out anew only when commands or somebody's own keys changed. */
const allKeys = (): ReadonlyMap<string, string | null> => {
  const state = commandStore.getState();
  if (resolved?.state !== state) {
    const all = allHeardOf().map(({ command }) => ({ id: command.id, usualKeys: command.keys ?? null }));
    resolved = { state, keys: resolveKeys(all, state.ownKeys) };
  }
  return resolved.keys;
};

const isEnabled = ({ enabled }: AppCommand): boolean => (typeof enabled === "function" ? enabled() : enabled !== false);

const listed = (namespace: string, command: AppCommand, isPresent: boolean): ListedCommand => {
  const inEnglish = i18n.getFixedT("en", namespace);
  const here = i18n.getFixedT(null, namespace);
  const english: Translate = (key, values) => inEnglish(key, values ?? {});
  const t: Translate = (key, values) => here(key, values ?? {});
  return {
    id: command.id,
    title: command.title(t),
    keywords: [command.title(english), command.keywords?.(t) ?? "", command.keywords?.(english) ?? ""].filter((words) => words !== ""),
    group: command.group,
    icon: command.icon,
    usualKeys: command.keys ?? null,
    keys: keysOf(command.id),
    isOffered: isPresent && isEnabled(command),
  };
};

/** Every command this window has heard of, those of other screens included, by group. */
export const listCommands = (): readonly ListedCommand[] => {
  const present = readAll();
  return allHeardOf()
    .map(({ namespace, command }) => listed(namespace, command, present.has(command.id)))
    .toSorted((left, right) => commandGroups.indexOf(left.group) - commandGroups.indexOf(right.group));
};

/** Runs it, and answers whether there was something to run: nothing happens for a command that is not contributed or not enabled. */
export const runCommand = (id: string): boolean => {
  const command = readAll().get(id)?.command;
  if (command === undefined || !isEnabled(command)) return false;
  command.run();
  return true;
};

/** Its own keys, or else its usual ones where no other command was given them; null: none. */
const keysOf = (id: string): string | null => allKeys().get(id) ?? null;

/** Which command these keys are for, `mod+k` as `pressOf` writes it; null: none. */
export const commandOfKeys = (keys: string): string | null => {
  for (const [id, own] of allKeys()) if (own === keys) return id;
  return null;
};

/** What a tooltip or menu shows beside the thing that does the same as the command: `<IconButton shortcut={useKeysOf("chat.archive")} …>`. */
export const useKeysOf = (id: string): string | undefined => useStore(commandStore, () => keysOf(id)) ?? undefined;

/** Long enough for a screen to be fetched and drawn, short enough that nothing happens by surprise. */
const waitMs = 5000;

/** Runs a command as soon as a screen that is being opened contributes it. */
export const runWhenContributed = (id: string): void => {
  const before = new Set(commandStore.getState().sources);
  const stop = commandStore.subscribe(({ sources }) => {
    if (!sources.some((source) => !before.has(source) && source.read().some((command) => command.id === id))) return;
    stop();
    runCommand(id);
  });
  setTimeout(stop, waitMs);
};
