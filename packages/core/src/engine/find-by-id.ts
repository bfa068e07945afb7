import { parseActivityKey } from "../key.js";
import { rowId } from "../notion/row-id.js";
import type { Schema } from "../notion/schema.js";
import type { CreateDetail } from "./create-detail.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";

/**
 * The page that carries the activity's id, by one query; the oldest if there are several. If that is ours, doubles that are
 * ours as well are trashed and counted in the log; what somebody else made is theirs. With `inTrash`, the page that the
 * user has thrown away meanwhile.
 */
export async function findById(
  parts: EngineParts,
  run: Run,
  schema: Schema,
  { dataSourceId, idProperty }: CreateDetail,
  { inTrash }: { inTrash: boolean } = { inTrash: false },
): Promise<string | undefined> {
  if (!idProperty) return undefined;
  const { id } = parseActivityKey(run.activity.key);
  const renamedTo = Object.values(schema.properties).find((property) => property.id === idProperty.id)?.name;
  const name = dataSourceId === schema.dataSourceId ? (renamedTo ?? idProperty.name) : idProperty.name;
  const answer = await parts.notion.query(
    dataSourceId,
    {
      filter: { property: name, [idProperty.type]: { equals: id } },
      sorts: [{ timestamp: "created_time", direction: "ascending" }],
      page_size: 100,
      ...(inTrash ? { in_trash: true } : {}),
    },
    run.request(),
  );
  const [oldest, ...others] = answer.results.filter(
    (page) => (page.in_trash ?? false) === inTrash && rowId(page, { id: idProperty.id, name }) === id,
  );
  if (!oldest) return undefined;
  if (inTrash) return oldest.id;
  const author = oldest.created_by?.id;
  const doubles = others.filter((page) => page.created_by?.id === author);
  if (doubles.length === 0 || author !== (await parts.workspace.get(run.request())).botId) return oldest.id;
  for (const double of doubles) {
    await parts.notion.trashPage(double.id, run.request());
    parts.logger.warn("notion.double_trashed", { key: run.activity.key });
  }
  return oldest.id;
}
