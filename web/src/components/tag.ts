// The tag of a row as its answer gave it (RFC 9110), for If-Match.
export const tagOf = (row: { id: number; version?: number }) => `"${row.id}-${row.version}"`
