export declare function planSite(
  kind: string,
  id: string,
  name: string,
  files: { readonly read: (path: string) => string; readonly exists: (path: string) => boolean },
): Readonly<Record<string, string>>;
