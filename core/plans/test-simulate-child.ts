/** Simulates a plan while every way to a host or process is trapped. Arguments: data folder, workspace, plan file. Prints what was caught and the hash. */
import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import { readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

const caught: string[] = [];
const trap = (owner: object, name: string): void => {
  Reflect.set(owner, name, () => {
    caught.push(name);
    throw new Error(`${name} was called`);
  });
};
trap(net.Socket.prototype, "connect");
trap(net, "connect");
trap(net, "createConnection");
trap(dgram, "createSocket");
for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) trap(dns, name);
for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) trap(dns.promises, name);
for (const name of ["spawn", "exec", "execFile", "fork", "spawnSync", "execSync", "execFileSync"]) trap(childProcess, name);
trap(globalThis, "fetch");
syncBuiltinESMExports();

const { need, openTestPlans } = await import("./test-plans.ts");
const { createHttpPort, createSandboxPort } = await import("./test-live-ports.ts");
const [dataDir = "", root = "", planPath = ""] = process.argv.slice(2);
const { plans } = openTestPlans({ dataDir, root, ports: { http: createHttpPort(), sandbox: createSandboxPort() } });
const plan = need(plans.create(need(plans.parse(readFileSync(planPath, "utf8"))), { workspaceRoot: root }));
const simulation = need(await plans.simulate(plan.id));
process.stdout.write(JSON.stringify({ caught, effects: simulation.predictions.flatMap(({ effects }) => effects.map(({ type }) => type)) }));
process.exit(0);
