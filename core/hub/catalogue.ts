import { z } from "zod";
import list from "../../resources/models/catalogue.json" with { type: "json" };
import { hubModelSchema, type HubModel } from "./schema.ts";

/** What ships: models to choose from, the smallest first within each kind. Checked at the start, so that a wrong entry never reaches anybody. */
export const readCatalogue = (): HubModel[] => z.array(hubModelSchema).parse(list.models);
