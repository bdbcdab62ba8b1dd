import { expect, it } from "vitest";
import { silentLog } from "#core/base";
import { followPower } from "./power.ts";
import { powerMonitor } from "./testing/fake-electron.ts";

type State = "running" | "paused" | "ended";

const follow = (states: Record<string, State>) => {
  powerMonitor.removeAllListeners();
  const said: string[] = [];
  const move = (name: string, state: State) => async (input: { readonly runId: string }) => {
    said.push(`${name} ${input.runId}`);
    states[input.runId] = state;
  };
  const runs = {
    list: async ({ state }: { readonly state: State }) =>
      Object.entries(states)
        .filter(([, present]) => present === state)
        .map(([id]) => ({ id })),
    pause: move("pause", "paused"),
    resume: move("resume", "running"),
  };
  const tell = (what: string) => () => void said.push(what);
  followPower({ runs: runs as never, log: silentLog, onLock: tell("lock"), onUnlock: tell("unlock"), onShutdown: tell("shutdown") });
  return said;
};

it("pauses what runs before sleep, and resumes that and nothing else, even when the machine wakes at once", async () => {
  const states: Record<string, State> = { one: "running", two: "paused", three: "ended", four: "running" };
  const said = follow(states);
  powerMonitor.emit("suspend");
  powerMonitor.emit("resume");
  await expect.poll(() => said).toEqual(["pause one", "pause four", "resume one", "resume four"]);
  expect(states).toEqual({ one: "running", two: "paused", three: "ended", four: "running" });
});

it("leaves alone what the person ended meanwhile, and does not resume twice", async () => {
  const states: Record<string, State> = { one: "running" };
  const said = follow(states);
  powerMonitor.emit("suspend");
  await expect.poll(() => said).toEqual(["pause one"]);
  states["one"] = "ended";
  powerMonitor.emit("resume");
  powerMonitor.emit("resume");
  powerMonitor.emit("lock-screen");
  powerMonitor.emit("unlock-screen");
  powerMonitor.emit("shutdown");
  await new Promise((resolve) => setImmediate(resolve));
  expect(said).toEqual(["pause one", "lock", "unlock", "shutdown"]);
});
