/** The part of an address behind the @, as long as it goes on like a host. */
const AFTER_AT = /@([\p{L}\p{M}\p{N}.\-\u3002\uff0e\uff61]+)/gu;

/**
 * Names a domain that is not plain ASCII a second time as the network asks for it, so that a look-alike shows
 * itself: `bob@exаmple.org (xn--exmple-4nf.org)`. Whoever owns such a domain by right still reads it. [req 24]
 */
export function nameDomains(text: string): string {
  return text.replace(AFTER_AT, (whole, domain: string) => {
    if (/^[\x20-\x7e]*$/.test(domain)) return whole;
    const ascii = URL.parse(`http://${domain}/`)?.hostname;
    return `${whole} (${ascii ?? 'no such domain'})`;
  });
}
