import { refusal } from "./json-response.js";

/** The refusal of a request whose `Authorization: Bearer …` does not hold the token; `undefined` to let it in. */
export async function refuseWithoutToken(request: Request, token: string): Promise<Response | undefined> {
  if (await hasToken(request.headers, token)) return undefined;
  return refusal(401, "unauthorized", "Send the admin token as a bearer token.", {
    "www-authenticate": "Bearer",
  });
}

/** Compares digests, so that neither time nor length tells anything of the token. */
async function hasToken(headers: Headers, token: string): Promise<boolean> {
  const given = /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (given === undefined || token === "") return false;
  const [one, other] = await Promise.all([given, token].map(digest));
  return one!.reduce((difference, byte, at) => difference | (byte ^ other![at]!), 0) === 0;
}

const digest = async (text: string) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
