import { message } from '../../profile/message';
import { waitRule } from './rule';

/** Resolver calls: glibc resolv/ and nss/, musl; Go net lookup*.go, dnsclient*.go; java.net.InetAddress; libuv; socketmodule.c; tokio; c-ares. */
const CALLS =
  /^(?:__|_nss_dns_|__GI_+)?(?:getaddrinfo|gethostby\w+|getnameinfo|gaih_inet|res_n?(?:send|query|search)\w*|res_context_\w+|dns_\w*)|__res_context_\w+|^net\.(?:\(\*Resolver\)\.|_C2?func_getaddrinfo|_C_getaddrinfo|cgoLookup\w*|\(\*resolverConfig\))|java[./]net[./]Inet(?:4|6)?Address\w*\.\w*[lL]ookup\w*|java[./]net[./]InetAddress\.get(?:All)?By\w+|uv__getaddrinfo_work|socket_getaddrinfo|getaddrinfo \(|dns[./]resolver|^ares_/;

/** The time passes before there is a connection: the name of the host is looked up. */
export const nameLookup = waitRule({
  id: 'name-lookup',
  calls: CALLS,
  from: 0.05,
  what: message('waits for a name lookup'),
  isNot: message('It is not the service that is called: its address is not known yet.'),
  next: message(
    'Look at the resolver: /etc/resolv.conf (ndots, search), its latency, timeouts of 5 s; keep connections or the address.'
  ),
});
