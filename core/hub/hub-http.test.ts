import * as vitest from "vitest";
import { createLoopbackHubHttp, hubHttpConformance } from "#core/testing";

hubHttpConformance(vitest, "the one of core's tests", createLoopbackHubHttp);
