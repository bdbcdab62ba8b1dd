export const places = ["yours", "find", "routing"] as const;
export type Place = (typeof places)[number] | "start";

/** The part of the Models page that an address asks for; the person's own models where it asks for nothing there is. */
export const placeOf = (place: string | null): Place => (place === "start" ? place : (places.find((known) => known === place) ?? "yours"));
