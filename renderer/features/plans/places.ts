export interface Place {
  readonly name: "runs" | "approvals" | "permissions" | "plan" | "run";
  readonly id: string | null;
}

/** The part of the Tasks screen that an address asks for; the list of runs where it asks for nothing there is. */
export const placeOf = (place: string | null, id: string | null): Place => {
  if ((place === "plan" || place === "run") && id !== null) return { name: place, id };
  if (place === "approvals" || place === "permissions") return { name: place, id: null };
  return { name: "runs", id: null };
};
