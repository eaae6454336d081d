export type BrowserKind = 'chromium' | 'firefox';
export function findProgram(name: string): string | undefined;
export function findBrowser(kind: BrowserKind): string | undefined;
export function fetchedNote(kind: BrowserKind): string;
