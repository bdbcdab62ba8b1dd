import { useEffect, useState } from "react";
import type { SearchAnswer } from "#core/memory/schema";
import { attempt, useClient, type ClientError } from "../../bridge/index.ts";
import { searchQuery, type SearchForm } from "./search.ts";

/** A pause in typing longer than this starts a search. */
const pauseMs = 160;

export interface Searched {
  readonly query: string;
  readonly answer: SearchAnswer | null;
  readonly error: ClientError | null;
}

/** The answer to the form as it stands; the last one stays while the next is on its way. Null before the first. */
export const useSearch = (form: SearchForm): Searched | null => {
  const client = useClient();
  const [searched, setSearched] = useState<Searched | null>(null);
  useEffect(() => {
    const query = searchQuery(form, Date.now());
    if (query === null) return;
    const controller = new AbortController();
    const search = async () => {
      const answer = await attempt(client.library.search(query, { signal: controller.signal }), controller.signal);
      if (controller.signal.aborted) return;
      setSearched(
        answer.ok ? { query: query.query, answer: answer.value, error: null } : { query: query.query, answer: null, error: answer.error },
      );
    };
    const timer = setTimeout(() => void search(), pauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, form]);
  return form.query.trim() === "" ? null : searched;
};
