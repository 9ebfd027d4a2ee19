/** A document made from the code: where it stands, and its text. */
export type Document = { readonly path: string; readonly render: () => Promise<string> }
