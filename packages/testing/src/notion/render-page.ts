import { validationError } from "./api-error.js";
import type { JsonObject } from "./body-checks.js";
import { samePropertyId } from "./identifiers.js";
import { notionTime } from "./notion-time.js";
import { currentVersion, dataSourceIdOf, type Page, type PageVersion, storedValue } from "./page.js";
import { renderUser, renderValue } from "./render-value.js";
import { plainText } from "./rich-text.js";
import { type DataSource, type Property, titleProperty } from "./schema.js";
import { findDataSource, type Workspace } from "./workspace.js";

/** A page object. `properties` are those asked for by `filter_properties`; `version` is the current one unless given. */
export function renderPage(
  workspace: Workspace,
  page: Page,
  filterProperties: readonly string[] = [],
  version: PageVersion = currentVersion(page),
): JsonObject {
  const dataSourceId = dataSourceIdOf(page);
  const dataSource = dataSourceId === undefined ? undefined : findDataSource(workspace, dataSourceId);
  return {
    object: "page",
    id: page.id,
    created_time: notionTime(page.createdAt),
    last_edited_time: notionTime(version.editedAt),
    created_by: renderUser(page.createdBy),
    last_edited_by: renderUser(version.editedBy),
    icon: page.icon,
    cover: page.cover,
    parent: page.parent,
    in_trash: version.inTrash,
    // Deprecated, but answered by 2026-03-11 as well; only requests refuse it.
    archived: version.inTrash,
    is_archived: false,
    is_locked: false,
    url: pageUrl(page, dataSource, version),
    public_url: null,
    properties: dataSource ? renderProperties(workspace, dataSource, page, version, filterProperties) : {},
  };
}

function renderProperties(
  workspace: Workspace,
  dataSource: DataSource,
  page: Page,
  version: PageVersion,
  filterProperties: readonly string[],
): JsonObject {
  const shown = chosenProperties(dataSource, filterProperties);
  return Object.fromEntries(
    shown.map((property) => [property.name, renderValue(workspace, page, version, property)]),
  );
}

/** The properties that `filter_properties` names by id; all of them when it names none. */
export function chosenProperties(dataSource: DataSource, filterProperties: readonly string[]): Property[] {
  if (filterProperties.length === 0) return dataSource.properties;
  return filterProperties.map((id) => {
    const property = dataSource.properties.find((candidate) => samePropertyId(candidate.id, id));
    if (!property) throw validationError(`Could not find property with id: ${id}`);
    return property;
  });
}

/** `https://app.notion.com/p/<Title>-<id>`, as Notion links since June 2026. */
function pageUrl(page: Page, dataSource: DataSource | undefined, version: PageVersion): string {
  const title = dataSource && storedValue(version, titleProperty(dataSource));
  const words = title && "items" in title ? (plainText(title.items).match(/[a-z0-9]+/gi) ?? []) : [];
  return `https://app.notion.com/p/${[...words, page.id.replaceAll("-", "")].join("-")}`;
}
