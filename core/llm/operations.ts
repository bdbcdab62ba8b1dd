import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Models } from "./models.ts";
import { tariffOf } from "./price-list.ts";

const modelsContract = implement(contract.models);
const providersContract = implement(contract.providers);

export const modelsOperations = (models: Models) =>
  modelsContract.router({
    list: modelsContract.list.handler(() => models.list()),
    addFile: modelsContract.addFile.handler(async ({ input }) => unwrap(await models.addFile(input.path))),
    removeFile: modelsContract.removeFile.handler(({ input }) => ({ removed: models.removeFile(input.modelId) })),
  });

export const providersOperations = ({ providers }: Models) =>
  providersContract.router({
    list: providersContract.list.handler(() => providers.list()),
    add: providersContract.add.handler(async ({ input, signal }) => unwrap(await providers.add(input, signal))),
    names: providersContract.names.handler(async ({ input, signal }) => unwrap(await providers.names(input, signal))),
    listedPrice: providersContract.listedPrice.handler(({ input }) => ({ price: tariffOf({ ...input, price: null })?.price ?? null })),
    test: providersContract.test.handler(async ({ input, signal }) => unwrap(await providers.test(input.providerId, signal))),
    setSeesImages: providersContract.setSeesImages.handler(({ input }) =>
      unwrap(providers.setSeesImages(input.providerId, input.seesImages)),
    ),
    setPrice: providersContract.setPrice.handler(({ input }) => unwrap(providers.setPrice(input.providerId, input.price))),
    remove: providersContract.remove.handler(async ({ input }) => ({ removed: unwrap(await providers.remove(input.providerId)) })),
  });
