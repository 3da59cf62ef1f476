/** Which addresses the service may call on a submitter's word: none that lead into its own network (server-side request forgery). */
import { BlockList, isIP } from 'node:net';
import { AntigraphError } from '../../schemas/errors.js';

export interface WebhookPolicy {
  /** For receivers in the operator's own network that have no certificate. */
  readonly isHttpAllowed: boolean;
  /** Networks in CIDR form that may be called although they are not public: 10.1.2.0/24. */
  readonly allowedNetworks: readonly string[];
}

/**
 * IANA IPv4 Special-Purpose Address Registry, what is not globally reachable there (which holds CGNAT 100.64/10 and with it metadata
 * servers such as 100.100.100.200, and 169.254.169.254), multicast and reserved space; and one public address that a cloud answers
 * machines inside it on (Azure WireServer).
 */
const refusedIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16/32',
];

/** The only IPv6 space given out for the public (RFC 4291 §2.4, IANA): loopback, ULA, link-local, multicast, mapped, NAT64 lie outside. */
const publicIpv6 = '2000::/3';

/** Inside it, IANA IPv6 Special-Purpose Address Registry: protocol assignments with Teredo, documentation, and 6to4, which carries an IPv4 address. */
const refusedIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const refused = networks([...refusedIpv4, ...refusedIpv6]);
const globalIpv6 = networks([publicIpv6]);

/** True if a connection to this IPv4 or IPv6 address may be opened. */
export function isCallable(address: string, allowed: BlockList): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  // A mapped address (::ffff:10.0.0.1) matches what is said of the IPv4 address in it.
  if (allowed.check(address, family)) return true;
  if (refused.check(address, family)) return false;
  return family === 'ipv4' || globalIpv6.check(address, family);
}

/** @throws PARAMETER_INVALID for what is no network in CIDR form */
export function networks(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', bits = ''] = text.split('/');
    const version = isIP(address);
    const length = Number(bits);
    const isLength = /^\d+$/.test(bits) && length <= (version === 4 ? 32 : 128);
    if (version === 0 || !isLength) {
      throw new AntigraphError('PARAMETER_INVALID', `'${text}' is not a network`, {
        at: { field: 'ANTIGRAPH_WEBHOOK_NETWORKS' },
        fix: 'Write networks as 10.1.2.0/24 or fd00:1::/64, comma-separated.',
      });
    }
    list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** Of ANTIGRAPH_WEBHOOK_HTTP=1 and ANTIGRAPH_WEBHOOK_NETWORKS. @throws PARAMETER_INVALID */
export function webhookPolicy(environment: NodeJS.ProcessEnv): WebhookPolicy {
  const text = environment['ANTIGRAPH_WEBHOOK_NETWORKS'] ?? '';
  const allowedNetworks = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  networks(allowedNetworks);
  return { isHttpAllowed: environment['ANTIGRAPH_WEBHOOK_HTTP'] === '1', allowedNetworks };
}

/**
 * What can be told before the name is resolved; said to the submitter at once. What a name resolves to is looked at with every call,
 * since it may change. @throws WEBHOOK_REFUSED
 */
export function checkWebhookUrl(text: string, policy: WebhookPolicy): URL {
  if (!URL.canParse(text)) throw webhookRefused('the webhook is no address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && policy.isHttpAllowed))
    throw webhookRefused(`the webhook's address must begin with https://, found ${url.protocol}//`);
  if (url.username !== '' || url.password !== '')
    throw webhookRefused('the webhook holds a user or password');
  // The URL parser has turned every other spelling of an IPv4 address (decimal, octal, hexadecimal) into four numbers.
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isCallable(host, networks(policy.allowedNetworks)))
    throw webhookRefused('the webhook leads to an address that is not public');
  return url;
}

/** Without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

export function webhookRefused(why: string): AntigraphError {
  return new AntigraphError('WEBHOOK_REFUSED', why, {
    fix: 'Give an https address that anybody may call, or ask the operator to allow the network it is in.',
  });
}
