import { OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import { contract } from "#core/contract";
import { restPrefix } from "./rest.ts";

const description = `Everything the interface can do, for scripts. Send \`Authorization: Bearer <token>\`; make a token with
\`POST /auth/tokens\`. A failure is answered as itself: \`{ "type": "DocumentNotFound", … }\` with 404 for things that do not exist, 422 for
work that failed, 400 for input of the wrong shape, 401 without a valid token, 429 with \`Retry-After\` for too many requests and 500 with
\`{ "type": "Defect", "reference" }\` for a fault of ours, whose details are in the host's log. Operations that answer \`text/event-stream\`
send one JSON value in each \`message\` event and close after the last; closing the connection earlier ends the work behind it,
except an answer or a reading job under way, which have their own \`stop\` and \`cancel\`.`;

/** The contract as an OpenAPI 3.1 document. Takes about 0.1 s, so it is made when first asked for. */
export const createOpenApiDocument = async (version: string) => {
  let failure: unknown = {};
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: { title: "Olympus", version, description },
    servers: [{ url: restPrefix }],
    security: [{ token: [] }],
    customErrorResponseBodySchema: ([defined]) => {
      if (defined !== undefined) failure = defined[3];
      return { $ref: "#/components/schemas/AppError" };
    },
  });
  return {
    ...document,
    components: {
      ...document.components,
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: { ...document.components?.schemas, AppError: failure },
    },
  };
};

export type OpenApiDocument = Awaited<ReturnType<typeof createOpenApiDocument>>;
