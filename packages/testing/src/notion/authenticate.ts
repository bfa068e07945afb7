import { ApiError, unauthorized, validationError } from "./api-error.js";
import type { NotionVersion } from "./exchange.js";

const VERSIONS: readonly string[] = ["2025-09-03", "2026-03-11"] satisfies NotionVersion[];

/** Checks the bearer token; with no `token` set, any will do. */
export function checkToken(request: Request, token: string | undefined): void {
  const given = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (given === undefined || (token !== undefined && given !== token)) throw unauthorized();
}

/** The `Notion-Version` of a request, which is mandatory. */
export function readVersion(request: Request): NotionVersion {
  const version = request.headers.get("notion-version");
  const expected = "Notion-Version header failed validation: Notion-Version header should be";
  if (version === null) {
    throw new ApiError(400, "missing_version", `${expected} defined, instead was \`undefined\`.`);
  }
  if (!VERSIONS.includes(version)) {
    throw validationError(
      `${expected} ${VERSIONS.map((known) => `\`"${known}"\``).join(" or ")}, instead was \`"${version}"\`.`,
    );
  }
  return version as NotionVersion;
}
