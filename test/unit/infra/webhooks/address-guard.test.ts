import { describe, expect, it } from 'vitest';
import {
  checkWebhookUrl,
  isCallable,
  networks,
  webhookPolicy,
} from '../../../../infra/webhooks/address-guard.js';

const none = networks([]);
const policy = { isHttpAllowed: false, allowedNetworks: [] };
const refused = expect.objectContaining({ code: 'WEBHOOK_REFUSED' });

describe('an address that is not called', () => {
  it.each([
    ['this host', '0.0.0.0', '::'],
    ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
    ['private (RFC 1918)', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ['unique local (RFC 4193)', 'fc00::1', 'fd12:3456::1'],
    ['link-local', '169.254.1.1', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
    ['carrier-grade NAT (RFC 6598)', '100.64.0.1', '100.127.255.255'],
    ['multicast and broadcast', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
    ['reserved', '240.0.0.1', '192.0.0.1', '198.18.0.1'],
    ['documentation', '192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
    [
      'metadata of clouds',
      '169.254.169.254',
      '100.100.100.200',
      '168.63.129.16',
      '192.0.0.192',
      'fd00:ec2::254',
    ],
    ['IPv4 mapped into IPv6', '::ffff:127.0.0.1', '::ffff:a00:1', '::ffff:169.254.169.254', '::ffff:8.8.8.8'],
    [
      'IPv4 in other clothes',
      '::7f00:1',
      '64:ff9b::7f00:1',
      '64:ff9b:1::a00:1',
      '2002:7f00:1::1',
      '2001:0:a00:1::1',
    ],
    ['site-local, discard-only, segment routing', 'fec0::1', '100::1', '5f00::1'],
    ['no address', '', 'localhost', '1.2.3', '1.2.3.4.5', '01.2.3.4'],
  ])('%s', (_, ...addresses) => {
    expect(addresses.filter((address) => isCallable(address, none))).toEqual([]);
  });

  it('may be in a network that the operator named, and no other is opened by that', () => {
    const allowed = networks(['10.1.2.0/24', 'fd00:1::/64']);
    expect(
      ['10.1.2.3', '::ffff:10.1.2.3', 'fd00:1::5'].map((address) => isCallable(address, allowed)),
    ).toEqual([true, true, true]);
    expect(isCallable('10.1.3.3', allowed)).toBe(false);
    expect(isCallable('fd00:2::5', allowed)).toBe(false);
  });
});

describe('a public address', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '2606:4700:4700::1111',
    '2a00:1450::1',
  ])('%s is called', (address) => {
    expect(isCallable(address, none)).toBe(true);
  });
});

describe('the address of a webhook', () => {
  it('is https with a name', () => {
    expect(checkWebhookUrl('https://lims.example.org/hook?x=1', policy).hostname).toBe('lims.example.org');
  });

  it.each([
    'http://lims.example.org/',
    'ftp://lims.example.org/',
    'file:///etc/passwd',
    'https://user:password@lims.example.org/',
    'https://user@lims.example.org/',
    'not an address',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    // Spellings of 127.0.0.1 and 169.254.169.254 that some parsers take for a name.
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://0xa9fea9fe/',
    'https://１２７.0.0.1/',
  ])('is not %s', (url) => {
    expect(() => checkWebhookUrl(url, policy)).toThrow(refused);
  });

  it('may be http where the operator allows that', () => {
    expect(checkWebhookUrl('http://lims.example.org/', { ...policy, isHttpAllowed: true }).protocol).toBe(
      'http:',
    );
    expect(() => checkWebhookUrl('http://10.0.0.1/', { ...policy, isHttpAllowed: true })).toThrow(refused);
  });
});

describe('the settings of webhooks', () => {
  it('allow nothing beside https to the public where nothing is set', () => {
    expect(webhookPolicy({})).toEqual(policy);
  });

  it('are read from the environment', () => {
    expect(
      webhookPolicy({ ANTIGRAPH_WEBHOOK_HTTP: '1', ANTIGRAPH_WEBHOOK_NETWORKS: '10.1.2.0/24, fd00::/8' }),
    ).toEqual({ isHttpAllowed: true, allowedNetworks: ['10.1.2.0/24', 'fd00::/8'] });
  });

  it.each(['10.1.2.3', '10.1.2.0/33', 'lims.example.org', 'fd00::/129', '10.0.0.0/', '10.0.0.0/1e1'])(
    'refuse %s as a network',
    (text) => {
      expect(() => webhookPolicy({ ANTIGRAPH_WEBHOOK_NETWORKS: text })).toThrow(
        expect.objectContaining({ code: 'PARAMETER_INVALID' }),
      );
    },
  );
});
