/** The address without its resource, as it is compared: RFC 7622, 3.2 and 3.3. `undefined` where it is none. */
export function bareAddress(address: string): string | undefined {
  if (address.length > 3_071) return undefined;
  const slash = address.indexOf('/');
  const bare = (slash < 0 ? address : address.slice(0, slash)).normalize('NFC').toLowerCase();
  return /^(?:[^\s@/"&'<>:]+@)?[^\s@/]+$/u.test(bare) ? bare.replace(/\.$/, '') : undefined;
}

/** Whether both name the same account; false where one of them is no address. */
export const isSameAccount = (one: string, other: string): boolean => {
  const bare = bareAddress(one);
  return bare !== undefined && bare === bareAddress(other);
};

/** Whether this user id of a certificate is `xmpp:` and the address, and nothing else: XEP-0373, 8.5. */
export const isUserIdOf = (userId: string, address: string): boolean =>
  /^xmpp:/i.test(userId) && isSameAccount(userId.slice(5), address);
