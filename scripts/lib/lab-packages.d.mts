export type LabPackage = 'converse';
/** The folder of an unpacked package; undefined where it is not here. */
export function findLabPackage(name: LabPackage): string | undefined;
/** Fetches what is not here. Answers in words what stays away. */
export function fetchLabPackages(): string[];
