import { useSyncExternalStore } from "react";
import { parseRoute, type Route } from "../ui/route.ts";

let seen = { hash: "\u0000", route: parseRoute("") };

const subscribe = (onChange: () => void) => {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
};

/** The same object for as long as the address stays. */
const present = (): Route => {
  if (location.hash !== seen.hash) seen = { hash: location.hash, route: parseRoute(location.hash) };
  return seen.route;
};

export const useRoute = (): Route => useSyncExternalStore(subscribe, present);
