/** Bundles `entry` (`relay/main.ts`) into one file where a source changed; answers the file's path. */
export function buildRelay(options?: { readonly entry?: string | undefined }): Promise<string>;
