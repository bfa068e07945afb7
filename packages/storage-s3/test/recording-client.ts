import type { S3Client } from "@aws-sdk/client-s3";
import { clientOf, type S3Server } from "./servers/s3-server.js";

/** A request of the storage under test. */
export interface SeenRequest {
  /** `UploadPart` and the like. */
  name: string;
  input: { PartNumber?: number; UploadId?: string };
  state: "under way" | "done" | "failed";
}

export interface RecordingClient {
  client: S3Client;
  seen: SeenRequest[];
  /** The states of the requests of that name, in the order in which they began. */
  states(name: string): string[];
  /** The most parts that were under way at one time. */
  mostParts(): number;
}

/** A client that notes its requests; `before` may hold one up or fail it. */
export function recordingClient(
  server: S3Server,
  before: (request: SeenRequest) => void | Promise<void> = () => {},
): RecordingClient {
  const client = clientOf(server);
  const seen: SeenRequest[] = [];
  let most = 0;
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const request: SeenRequest = {
          name: commandName.replace("Command", ""),
          input: args.input as SeenRequest["input"],
          state: "under way",
        };
        seen.push(request);
        const isPart = ({ name, state }: SeenRequest) => name === "UploadPart" && state === "under way";
        most = Math.max(most, seen.filter(isPart).length);
        try {
          await before(request);
          const answer = await next(args);
          request.state = "done";
          return answer;
        } catch (error) {
          request.state = "failed";
          throw error;
        }
      },
    { step: "initialize" },
  );
  return {
    client,
    seen,
    states: (name) => seen.filter((request) => request.name === name).map(({ state }) => state),
    mostParts: () => most,
  };
}
