export function findLabChat(name: string): string | undefined;
export function fetchLabChats(): string[];
