/**
 * True where the person pressed, and no script: what gives a private key away or deletes one asks this
 * (security.md, requirement 5).
 */
export const isByPerson = (event: Event): boolean => event.isTrusted;
