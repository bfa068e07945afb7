/** A view of a database, kept as it was asked for. */
export interface View {
  readonly id: string;
  readonly databaseId: string;
  readonly dataSourceId: string;
  readonly name: string;
  readonly type: string;
  readonly createdAt: number;
  readonly createdBy: string;
  /** `filter`, `sorts` and `configuration`, where given. */
  readonly settings: { readonly [key: string]: unknown };
}
