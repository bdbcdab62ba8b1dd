import type { ConversationId, FoundMessage, MessageId } from "#core/chat/schema";
import type { ClientError } from "../../../bridge/index.ts";

/** One place where what is looked for stands: in which message, and the how-manieth there, counted from 0. */
export interface FindPlace {
  readonly position: number;
  readonly occurrence: number;
}

export interface FindState {
  readonly conversationId: ConversationId;
  readonly query: string;
  /** `words`: any of its words, as the search over all conversations finds them; `text`: as it was typed here. */
  readonly by: "text" | "words";
  /** Messages that hold it, oldest first; null: nobody knows yet. */
  readonly matches: readonly FoundMessage[] | null;
  readonly problem: ClientError | null;
  readonly at: FindPlace | null;
  /** Grows whenever the place is to be brought into view, also when it is the same place again. */
  readonly moves: number;
}

export const totalOf = (matches: readonly FoundMessage[]): number => matches.reduce((sum, { count }) => sum + count, 0);

/** "3 of 12": counted from 1; 0 where it stands nowhere. */
export const numberOf = (matches: readonly FoundMessage[], at: FindPlace | null): number =>
  at === null ? 0 : totalOf(matches.filter(({ position }) => position < at.position)) + at.occurrence + 1;

/** The first place in the message somebody came for, or else at or behind a position, or else the first of all. */
export const firstPlace = (matches: readonly FoundMessage[], from: number, messageId: MessageId | null): FindPlace | null => {
  const match =
    matches.find((candidate) => candidate.messageId === messageId) ?? matches.find(({ position }) => position >= from) ?? matches[0];
  return match === undefined ? null : { position: match.position, occurrence: 0 };
};

/** The next place in that direction; behind the last comes the first. */
export const stepped = (matches: readonly FoundMessage[], at: FindPlace | null, step: 1 | -1): FindPlace | null => {
  if (at === null) return firstPlace(matches, 0, null);
  const here = matches.findIndex(({ position }) => position === at.position);
  const within = at.occurrence + step;
  const count = matches[here]?.count ?? 0;
  if (within >= 0 && within < count) return { position: at.position, occurrence: within };
  const next = here === -1 ? undefined : matches[(here + step + matches.length) % matches.length];
  if (next === undefined) return firstPlace(matches, 0, null);
  return { position: next.position, occurrence: step === 1 ? 0 : next.count - 1 };
};

/** What a message really shows counts more than what its text says: marks of writing are not seen. The same state where nothing differs. */
export const withSeen = (state: FindState, position: number, count: number): FindState => {
  const { at, matches } = state;
  const known = matches?.find((match) => match.position === position);
  if (matches === null || known === undefined || known.count === count) return state;
  if (count === 0) {
    const left = matches.filter((match) => match !== known);
    if (at?.position !== position) return { ...state, matches: left };
    return { ...state, matches: left, at: firstPlace(left, position, null), moves: state.moves + 1 };
  }
  return {
    ...state,
    matches: matches.map((match) => (match === known ? { ...known, count } : match)),
    at: at?.position === position ? { position, occurrence: Math.min(at.occurrence, count - 1) } : at,
  };
};
