import { html } from "lit";

/** A link to a service or node; text only where the address is no web address. What it says came from others. */
export function link(address, label) {
  const url = webAddress(address);
  return url ? html`<a href=${url} target="_blank" rel="noopener noreferrer"><bdi>${label}</bdi></a>` : html`<bdi>${label}</bdi>`;
}

/** HOST:PORT, with brackets where the host is an IPv6 address. */
export function hostPort(host, port) {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function webAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}
