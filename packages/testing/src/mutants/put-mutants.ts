import { pause } from "./mutant.js";
import { readAll, readWhatComes, type StorageMutant, streamOf } from "./storage-mutant.js";

/** Storages that take files in wrongly. */
export const putMutants: readonly StorageMutant[] = [
  {
    name: "keeps what came before a body broke off",
    caughtBy: "atomic put/failure: a body that breaks off",
    breaks: ({ put }) => ({
      put: async (key, body, options) => put(key, streamOf(await readWhatComes(body)), options),
    }),
  },
  {
    name: "keeps what came of a body that broke off, and rejects",
    caughtBy: "atomic put/failure: a body that breaks off",
    breaks: ({ put }) => ({
      put: async (key, body, options) => {
        const [whole, copy] = body.tee();
        const came = readWhatComes(copy);
        try {
          return await put(key, whole, options);
        } catch (error) {
          await put(key, streamOf(await came), { contentType: options.contentType });
          throw error;
        }
      },
    }),
  },
  {
    name: "does not compare the length with what was told",
    caughtBy: "atomic put/failure: a body that is shorter",
    breaks: ({ put }) => ({
      put: (key, body, { contentLength: _, ...options }) => put(key, body, options),
    }),
  },
  {
    name: "cuts a body at the told length",
    caughtBy: "atomic put/failure: a body that is longer",
    breaks: ({ put }) => ({
      put: async (key, body, options) =>
        put(key, streamOf((await readAll(body)).subarray(0, options.contentLength)), options),
    }),
  },
  {
    name: "a put that fails takes the former file with it",
    caughtBy: "atomic put/failure",
    breaks: ({ put, delete: remove }) => ({
      put: async (key, body, options) => {
        await remove(key);
        return put(key, body, options);
      },
    }),
  },
  {
    name: "shows a key while its file is still coming",
    caughtBy: "atomic put/success",
    breaks: ({ put }) => ({
      put: async (key, body, options) => {
        await put(key, streamOf(new Uint8Array()), { contentType: options.contentType });
        return put(key, body, options);
      },
    }),
  },
  {
    name: "shows a replacement without its type until it is whole",
    caughtBy: "race/replace: type",
    breaks: ({ put }) => ({
      put: async (key, body, options) => {
        const bytes = await readAll(body);
        await put(key, streamOf(bytes), { contentType: "application/octet-stream" });
        await pause();
        return put(key, streamOf(bytes), options);
      },
    }),
  },
  {
    name: "mixes puts of one key that come at the same time",
    caughtBy: "atomic put/race",
    breaks: ({ put }) => {
      const first = new Map<string, Record<string, string>>();
      return {
        put: async (key, body, options) => {
          if (!first.has(key)) first.set(key, options.metadata ?? {});
          const stored = await put(key, body, { ...options, metadata: first.get(key) ?? {} });
          first.delete(key);
          return stored;
        },
      };
    },
  },
  {
    name: "one put that breaks off fails all that are under way",
    caughtBy: "race/batch",
    breaks: ({ put }) => {
      let batch: Promise<unknown> = Promise.resolve();
      return {
        put: async (key, body, options) => {
          const stored = put(key, body, options);
          batch = Promise.all([batch, stored]);
          await batch;
          return stored;
        },
      };
    },
  },
  {
    name: "leaves the first file that was put",
    caughtBy: "put and get/put: replaces",
    breaks: ({ put, head }) => ({
      put: async (key, body, options) => {
        const known = await head(key);
        if (!known) return put(key, body, options);
        await body.cancel();
        return known;
      },
    }),
  },
  {
    name: "loses the metadata",
    caughtBy: "put and get/put",
    breaks: ({ put }) => ({
      put: (key, body, { metadata: _, ...options }) => put(key, body, options),
    }),
  },
  {
    name: "asks for late metadata before it has read the body",
    caughtBy: "late metadata/put: of a small file",
    breaks: ({ put }) => ({
      put: async (key, body, { lateMetadata, ...options }) =>
        put(key, body, { ...options, metadata: { ...options.metadata, ...(await lateMetadata?.()) } }),
    }),
  },
  {
    name: "forgets late metadata",
    caughtBy: "late metadata/put: of a file of several megabytes",
    breaks: ({ put }) => ({
      put: (key, body, { lateMetadata: _, ...options }) => put(key, body, options),
    }),
  },
  {
    name: "keeps late metadata in the place of the others",
    caughtBy: "late metadata/put",
    breaks: ({ put }) => ({
      put: (key, body, { metadata: _, ...options }) => put(key, body, options),
    }),
  },
  {
    name: "takes every file for a recording",
    caughtBy: "put and get/put: replaces",
    breaks: ({ put }) => ({
      put: (key, body, options) => put(key, body, { ...options, contentType: "audio/mpeg" }),
    }),
  },
  {
    name: "reads a whole body before it looks at its length",
    caughtBy: "streaming/put",
    breaks: ({ put }) => ({
      put: async (key, body, options) => {
        const reader = body.getReader();
        const chunks: Uint8Array[] = [];
        for (let count = 0; count < 50; count++) {
          const { done, value } = await reader.read();
          if (done) break;
          chunks.push(value);
        }
        await reader.cancel();
        const bytes = await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer();
        return put(key, streamOf(new Uint8Array(bytes)), options);
      },
    }),
  },
  {
    name: "drops the end of long files",
    caughtBy: "put and get/get: a file of several megabytes",
    breaks: ({ put }) => ({
      put: async (key, body, { contentLength: _, ...options }) =>
        put(key, streamOf((await readAll(body)).subarray(0, 2 ** 20)), options),
    }),
  },
  {
    name: "loses the last put when its process ends",
    caughtBy: "crash/put",
    breaks: lastAtRestart(({ delete: remove }, key) => remove(key)),
  },
  {
    name: "leaves half a file when its process ends",
    caughtBy: "crash/halfway",
    breaks: lastAtRestart(async ({ put }, key) => {
      await put(key, streamOf(new TextEncoder().encode("half, ")), { contentType: "audio/mpeg" });
    }),
  },
];

/** Does `damage` to the file that was put last whenever a storage is opened again. */
function lastAtRestart(
  damage: (good: Parameters<StorageMutant["breaks"]>[0], key: string) => Promise<unknown>,
): StorageMutant["breaks"] {
  const lastKeys = new WeakMap<object, string>();
  return (good) => {
    const lastKey = lastKeys.get(good);
    const damaged = lastKey === undefined ? Promise.resolve() : damage(good, lastKey);
    return {
      put: (key, body, options) => {
        lastKeys.set(good, key);
        return good.put(key, body, options);
      },
      head: async (key) => {
        await damaged;
        return good.head(key);
      },
    };
  };
}
