/** True for `localhost`, 127.0.0.0/8 and ::1, with or without brackets. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || /^127(?:\.\d{1,3}){3}$/.test(bare);
}

/**
 * True when keys may be fetched from `address`: https anywhere, http from this machine only, because
 * whoever can change the keys on the way can sign tokens.
 */
export function isSafeKeyAddress(address: string): boolean {
  if (!URL.canParse(address)) {
    return false;
  }
  const url = new URL(address);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

/** True when `address` can name an issuer: a safe address without query, fragment or credentials. */
export function isAcceptableIssuerUrl(address: string): boolean {
  if (!isSafeKeyAddress(address) || /[?#]/.test(address)) {
    return false;
  }
  const url = new URL(address);
  return url.username === '' && url.password === '';
}
