import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { StoreDep } from "#core/store";
import type { System } from "./system.ts";

const system = implement(contract.system);
const backup = implement(contract.backup);

export const systemOperations = (inner: System, { store }: StoreDep) =>
  system.router({
    info: system.info.handler(() => inner.info()),
    doctor: system.doctor.handler(() => inner.doctor()),
    migrations: system.migrations.handler(() => store.migrations()),
  });

export const backupOperations = ({ store }: StoreDep) =>
  backup.router({
    list: backup.list.handler(async () => [...(await store.backups.list())]),
    create: backup.create.handler(async ({ signal }) => unwrap(await store.backups.create(signal))),
    verify: backup.verify.handler(async ({ input }) => unwrap(await store.backups.verify(input.path))),
  });
