import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import type { ChatHit, Conversation } from "#core/chat/schema";
import { attempt, useClient } from "../bridge/index.ts";
import { useChat } from "../features/chat/index.tsx";
import { commandGroups, commandStore, listCommands, type CommandGroup, type ListedCommand } from "../ui/commands.ts";
import { best, plain } from "./palette-match.ts";
import { recentCommands } from "./recent-commands.ts";

/** Typing pauses longer than this ask the host. */
const pauseMs = 160;
/** Shorter words are in every conversation. */
const leastLetters = 3;
const mostActions = 30;
const mostConversations = 8;
const recentConversations = 5;
const mostHits = 6;
/** The most one call gives. */
const mostTitles = 1000;

/** Conversations by title, older ones than the sidebar knows included. Read once for as long as the palette is open, when something is typed. */
const useTitles = (needed: boolean): readonly { readonly conversation: Conversation; readonly names: readonly string[] }[] => {
  const client = useClient();
  const near = useStore(useChat().conversations.store, ({ conversations }) => conversations);
  const [far, setFar] = useState<readonly Conversation[] | null>(null);
  useEffect(() => {
    if (!needed) return;
    const controller = new AbortController();
    void attempt(client.chat.list({ limit: mostTitles }, { signal: controller.signal })).then((page) => {
      if (page.ok && !controller.signal.aborted) setFar(page.value);
    });
    return () => controller.abort();
  }, [client, needed]);
  return useMemo(
    () =>
      (far ?? near)
        .filter(({ archived }) => !archived)
        .toSorted((left, right) => right.updatedAtMs - left.updatedAtMs)
        .map((conversation) => ({ conversation, names: [plain(conversation.title)] })),
    [far, near],
  );
};

interface Hits {
  readonly query: string;
  readonly hits: readonly ChatHit[];
}

const useHits = (query: string): { readonly hits: readonly ChatHit[]; readonly isSearching: boolean } => {
  const client = useClient();
  const [found, setFound] = useState<Hits>({ query: "", hits: [] });
  const asked = query.length >= leastLetters ? query : "";
  useEffect(() => {
    if (asked === "") return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await attempt(client.chat.search({ query: asked.slice(0, 400), limit: mostHits }, { signal: controller.signal }));
      if (!controller.signal.aborted) setFound({ query: asked, hits: answer.ok ? answer.value : [] });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, asked]);
  return { hits: asked === "" ? [] : found.hits, isSearching: asked !== "" && found.query !== asked };
};

interface Section {
  readonly group: CommandGroup | "recent" | "found";
  readonly commands: readonly ListedCommand[];
}

/** Without a query: what was last chosen, then everything by group. With one: the best, best first. */
const sectionsOf = (commands: readonly ListedCommand[], query: string): readonly Section[] => {
  if (query !== "") {
    const named = commands.map((command) => ({ command, names: [command.title, ...command.keywords].map(plain) }));
    return [{ group: "found", commands: best(named, query, mostActions).map(({ command }) => command) }];
  }
  const recent = recentCommands().flatMap((id) => commands.find((command) => command.id === id) ?? []);
  const rest = commands.filter((command) => !recent.includes(command));
  return [
    { group: "recent", commands: recent },
    ...commandGroups.map((group) => ({ group, commands: rest.filter((command) => command.group === group) })),
  ];
};

/** What the palette shows for what was typed. */
export const usePaletteFinds = (typed: string) => {
  const query = plain(typed);
  const sources = useStore(commandStore);
  const titles = useTitles(query !== "");
  // Sources change when commands come and go; what they are called is asked then, and not with every letter.
  const commands = useMemo(
    () => (sources === null ? [] : listCommands().filter(({ id, isOffered }) => isOffered && id !== "app.palette")),
    [sources],
  );
  const sections = useMemo(() => sectionsOf(commands, query).filter((section) => section.commands.length > 0), [commands, query]);
  const conversations = useMemo(
    () =>
      (query === "" ? titles.slice(0, recentConversations) : best(titles, query, mostConversations)).map(
        ({ conversation }) => conversation,
      ),
    [titles, query],
  );
  return { sections, conversations, ...useHits(typed.trim()) };
};
