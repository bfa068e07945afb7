import type { NotionGateway } from "./gateway.js";
import { loose, type Sender } from "./sender.js";

/** What Notion is told of a file. */
export interface UploadedFile {
  /** With an extension of its type, by which Notion knows what it is. */
  filename: string;
  contentType: string;
  /** How many parts it comes in. */
  parts: number;
}

type UploadRequests = Pick<NotionGateway, "createUpload" | "sendUpload" | "completeUpload">;

/** The requests that bring a file to Notion. All may be repeated: what is attached to no page is forgotten. */
export const uploadRequests = ({ send }: Sender): UploadRequests => ({
  createUpload: ({ filename, contentType, parts }, context) =>
    send("update", context, (client) =>
      client.fileUploads.create(
        loose({
          filename,
          content_type: contentType,
          ...(parts > 1 ? { mode: "multi_part", number_of_parts: parts } : { mode: "single_part" }),
        }),
      ),
    ),

  async sendUpload(uploadId, { filename, contentType, bytes, part }, context) {
    const data = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: contentType });
    await send("update", context, (client) =>
      client.fileUploads.send({
        file_upload_id: uploadId,
        file: { data, filename },
        ...(part === undefined ? {} : { part_number: String(part) }),
      }),
    );
  },

  async completeUpload(uploadId, context) {
    await send("update", context, (client) => client.fileUploads.complete({ file_upload_id: uploadId }));
  },
});
