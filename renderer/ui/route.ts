/** Where the main area stands. Routes live in the URL's hash, so that they work over HTTP and over the desktop's own scheme. */
export type Route =
  | { readonly screen: "new-chat" }
  | { readonly screen: "chat"; readonly conversationId: string; readonly messageId: string | null }
  | { readonly screen: "search" }
  | { readonly screen: "archived" }
  | { readonly screen: "library" }
  /** `documentId`: one document, opened; null for all. */
  | { readonly screen: "memory"; readonly documentId: string | null }
  | { readonly screen: "prompts" }
  /** `place`: "find", "routing" or "start"; null for one's own models. */
  | { readonly screen: "models"; readonly place: string | null }
  | { readonly screen: "budget" }
  /** `place`: "approvals", "permissions", or "plan" and "run" with an `id`; null for all runs. */
  | { readonly screen: "tasks"; readonly place: string | null; readonly id: string | null }
  | { readonly screen: "settings"; readonly section: string | null };

export const parseRoute = (hash: string): Route => {
  const [screen, first, second] = hash
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decodeURIComponent);
  if (screen === "chat" && first !== undefined && first !== "") return { screen: "chat", conversationId: first, messageId: second ?? null };
  if (screen === "search" || screen === "archived" || screen === "library" || screen === "prompts" || screen === "budget")
    return { screen };
  if (screen === "memory") return { screen, documentId: first ?? null };
  if (screen === "models") return { screen, place: first ?? null };
  if (screen === "tasks") return { screen, place: first ?? null, id: second ?? null };
  if (screen === "settings") return { screen, section: first ?? null };
  return { screen: "new-chat" };
};

/** The `href` of a route. */
export const hrefOf = (route: Route): string => {
  if (route.screen === "new-chat") return "#/";
  if (route.screen === "chat") return ["#/chat", route.conversationId, ...(route.messageId === null ? [] : [route.messageId])].join("/");
  if (route.screen === "tasks") return ["#/tasks", route.place, route.id].filter((part) => part !== null).join("/");
  if (route.screen === "memory") return route.documentId === null ? "#/memory" : `#/memory/${route.documentId}`;
  if (route.screen === "models") return route.place === null ? "#/models" : `#/models/${route.place}`;
  if (route.screen === "settings") return route.section === null ? "#/settings" : `#/settings/${route.section}`;
  return `#/${route.screen}`;
};

export const goTo = (route: Route): void => {
  location.hash = hrefOf(route);
};
