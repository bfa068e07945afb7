/** List values in one statement: leaves room for the others below the limit of 100 bound values. */
const LIST_VALUES = 80;

/** Cuts `values` into lists short enough to be bound in one statement each, `perItem` values an item. */
export function chunks<T>(values: readonly T[], perItem = 1): T[][] {
  const size = Math.floor(LIST_VALUES / perItem);
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
