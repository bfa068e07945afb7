import type { Schema, SchemaProperty } from "./schema.js";

/** A data source object as Notion answers it, as far as it is read here. */
export interface RawDataSource {
  id: string;
  properties?: Record<string, RawProperty>;
  parent?: { database_id?: string };
  created_by?: { id?: string };
  in_trash?: boolean;
}

interface RawProperty {
  id?: unknown;
  type?: unknown;
  status?: { options?: { name?: unknown }[] };
  relation?: { data_source_id?: unknown };
}

export function readSchema(answer: RawDataSource): Schema {
  const properties: Record<string, SchemaProperty> = Object.create(null);
  for (const [name, raw] of Object.entries(answer.properties ?? {}))
    properties[name] = readProperty(name, raw);
  return {
    dataSourceId: answer.id,
    properties,
    ...(answer.parent?.database_id === undefined ? {} : { databaseId: answer.parent.database_id }),
    ...(answer.created_by?.id === undefined ? {} : { createdBy: answer.created_by.id }),
    ...(answer.in_trash === true ? { inTrash: true } : {}),
  };
}

function readProperty(name: string, raw: RawProperty): SchemaProperty {
  const options = raw.status?.options?.map((option) => String(option.name));
  const relatesTo = raw.relation?.data_source_id;
  return {
    id: String(raw.id ?? name),
    name,
    type: String(raw.type),
    ...(options ? { options } : {}),
    ...(typeof relatesTo === "string" ? { relatesTo } : {}),
  };
}
