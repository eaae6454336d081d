export declare function planSite(
  id: string,
  name: string,
  registry: string,
  exists: (path: string) => boolean,
): Readonly<Record<string, string>>;
