import type { StoredObject } from "@openphone-notion/core";
import { found, readAll, type StorageMutant, streamOf } from "./storage-mutant.js";

/** Storages that give files out wrongly, or lose sight of them. */
export const findMutants: readonly StorageMutant[] = [
  {
    name: "takes the end of a range for the byte after it",
    caughtBy: "range/get: 2 to 4",
    breaks: ({ get }) => ({
      get: async (key, range) => {
        const asked = await get(key, range);
        if (!asked?.range) return asked;
        return { ...asked, body: streamOf((await readAll(asked.body)).subarray(0, -1)) };
      },
    }),
  },
  {
    name: "begins a range a byte late",
    caughtBy: "range/get",
    breaks: ({ get }) => ({
      get: (key, range) => get(key, range && { ...range, start: range.start + 1 }),
    }),
  },
  {
    name: "gives the whole file for a range",
    caughtBy: "range/get",
    breaks: ({ get }) => ({
      get: async (key, range) => {
        const [asked, whole] = [await get(key, range), await get(key)];
        return asked && whole && { ...asked, body: whole.body };
      },
    }),
  },
  {
    name: "says the size of the range for that of the file",
    caughtBy: "range/get",
    breaks: found(({ object, range }) =>
      range ? { object: { ...object, size: range.end - range.start + 1 } } : {},
    ),
  },
  {
    name: "gives nothing for a range outside the file",
    caughtBy: "range/get: a range outside",
    breaks: ({ get }) => ({ get: (key, range) => get(key, range).catch(() => undefined) }),
  },
  {
    name: "still gives what was deleted",
    caughtBy: "put and get/delete",
    breaks: ({ delete: remove, get, head }) => {
      const kept = new Map<string, Awaited<ReturnType<typeof get>>>();
      return {
        delete: async (key) => {
          if (await head(key)) kept.set(key, await get(key));
          await remove(key);
        },
        get: async (key, range) => (await get(key, range)) ?? kept.get(key),
      };
    },
  },
  {
    name: "finds no fault with a delete, and deletes nothing",
    caughtBy: "put and get/delete",
    breaks: () => ({ delete: async () => {} }),
  },
  {
    name: "rejects the delete of what is not there",
    caughtBy: "put and get/delete",
    breaks: ({ delete: remove, head }) => ({
      delete: async (key) => {
        if (!(await head(key))) throw new Error("Not found.");
        await remove(key);
      },
    }),
  },
  {
    name: "deletes all that begins like the key",
    caughtBy: "put and get/delete: takes nothing else",
    breaks: ({ delete: remove, list }) => ({
      delete: async (key) => {
        const { objects } = await list(key);
        for (const object of objects) await remove(object.key);
      },
    }),
  },
  {
    name: "lists the first page and says that is all",
    caughtBy: "list/pages",
    breaks: ({ list }) => ({
      list: async (prefix, cursor) => ({ objects: (await list(prefix, cursor)).objects }),
    }),
  },
  {
    name: "begins a page with the last one of the page before",
    caughtBy: "list/pages",
    breaks: ({ list, head }) => ({
      list: async (prefix, cursor) => {
        const page = await list(prefix, cursor);
        const last = cursor === undefined ? undefined : await head(cursor);
        return last ? { ...page, objects: [last, ...page.objects] } : page;
      },
    }),
  },
  {
    name: "pages by number, so that changes between two pages skip or double",
    caughtBy: "list/pages",
    breaks: ({ list }) => ({
      list: async (prefix, cursor = "0") => {
        const all: StoredObject[] = [];
        for (let next: string | undefined, isFirst = true; isFirst || next; isFirst = false) {
          const page = await list(prefix, next);
          all.push(...page.objects);
          next = page.cursor;
        }
        const end = Number(cursor) + 1_000;
        const objects = all.slice(Number(cursor), end);
        return all.length > end ? { objects, cursor: String(end) } : { objects };
      },
    }),
  },
  {
    name: "lists for ever no more what is deleted while it is put anew",
    caughtBy: "race list/",
    breaks: ({ put, delete: remove, list }) => {
      const underWay = new Set<string>();
      const lost = new Set<string>();
      return {
        put: (key, body, options) => {
          underWay.add(key);
          return put(key, body, options).finally(() => underWay.delete(key));
        },
        delete: async (key) => {
          if (underWay.has(key)) lost.add(key);
          await remove(key);
        },
        list: async (prefix, cursor) => {
          const { objects, ...rest } = await list(prefix, cursor);
          return { objects: objects.filter(({ key }) => !lost.has(key)), ...rest };
        },
      };
    },
  },
  {
    name: "lists the newest first",
    caughtBy: "list/prefix",
    breaks: ({ list }) => ({
      list: async (prefix, cursor) => {
        const page = await list(prefix, cursor);
        return { ...page, objects: page.objects.reverse() };
      },
    }),
  },
  {
    name: "takes a prefix for a folder",
    caughtBy: "list/prefix",
    breaks: ({ list }) => ({
      list: (prefix, cursor) => list(prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`, cursor),
    }),
  },
  {
    name: "lists without metadata",
    caughtBy: "list/object",
    breaks: ({ list }) => ({
      list: async (prefix, cursor) => {
        const page = await list(prefix, cursor);
        return { ...page, objects: page.objects.map((object) => ({ ...object, metadata: {} })) };
      },
    }),
  },
  {
    name: "counts the first page for the statistics",
    caughtBy: "list/pages",
    breaks: ({ list }) => ({
      stats: async (prefix) => {
        const { objects } = await list(prefix);
        return { objects: objects.length, bytes: objects.reduce((sum, { size }) => sum + size, 0) };
      },
    }),
  },
  {
    name: "takes a folder for a file",
    caughtBy: "put and get/get: what was never put",
    breaks: ({ head, list }) => ({
      head: async (key) => (await head(key)) ?? (await list(`${key}/`)).objects[0],
    }),
  },
  {
    name: "decodes keys",
    caughtBy: "keys/odd",
    breaks: ({ put }) => ({
      put: (key, body, options) =>
        put(/%[0-9a-f]{2}/i.test(key) ? decodeURIComponent(key) : key, body, options),
    }),
  },
  {
    name: "knows no capitals",
    caughtBy: "keys/odd",
    breaks: ({ put, head, get, delete: remove }) => ({
      put: (key, body, options) => put(key.toLowerCase(), body, options),
      head: (key) => head(key.toLowerCase()),
      get: (key, range) => get(key.toLowerCase(), range),
      delete: (key) => remove(key.toLowerCase()),
    }),
  },
  {
    name: "follows a key out of its place",
    caughtBy: "keys/hostile",
    breaks: ({ put }) => ({
      put: (key, body, options) => put(new URL(key, "file:///").pathname.slice(1), body, options),
    }),
  },
  {
    name: "gives a large file in one piece",
    caughtBy: "streaming/get: a large file",
    breaks: found(({ body }) => ({ body: inOnePiece(body) })),
  },
  {
    name: "offers links that name no file in particular",
    caughtBy: "presign/url",
    breaks: () => ({ url: async () => "https://files.example.com/" }),
  },
];

const inOnePiece = (body: ReadableStream<Uint8Array>) =>
  new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(await readAll(body));
      controller.close();
    },
  });
