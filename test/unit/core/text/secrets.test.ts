import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findSecrets as find, masked } from '../../../../src/core/text/secrets.ts';
import { localHash } from '../../../../src/core/text/hash.ts';
import type { Range } from '../../../../src/core/domain/range.ts';
import type { Source } from '../../../../src/core/domain/source.ts';
import { cpuNow } from '../../../support/cpuTime.ts';

const UPPER = 'BCDFGHJKLMNPQRSTVWXZ';
const ANY = `${UPPER}${UPPER.toLowerCase()}23456789`;
/** Signs as a provider draws them: keys are made here, so that none stands in this file. */
const drawn = (seed: number, length: number, signs = ANY) =>
  Array.from(
    { length },
    (_, i) => signs[Math.floor(localHash(`${seed}.${i}`, 0) * signs.length)],
  ).join('');
const findSecrets = (text: string, range?: Range) => find({ text, ...(range && { range }) });
const HEX = '0123456789abcdef';

const keyOf: Readonly<Record<string, (seed: number) => string>> = {
  'AWS access key': n => `AKIA${drawn(n, 16, `${UPPER}234567`)}`,
  'GitHub token': n => `ghp_${drawn(n, 36)}`,
  'GitLab token': n => `glpat-${drawn(n, 20)}`,
  'Slack token': n => `xoxb-${drawn(n, 12, '23456789')}-${drawn(n + 1, 24)}`,
  'Slack webhook': n =>
    `https://hooks.slack.com/services/T${drawn(n, 8, UPPER)}/B${drawn(n, 8, UPPER)}/${drawn(n, 24)}`,
  'Anthropic key': n => `sk-ant-api03-${drawn(n, 93)}AA`,
  'OpenAI key': n => `sk-proj-${drawn(n, 120)}`,
  'Groq key': n => `gsk_${drawn(n, 52)}`,
  'Hugging Face token': n => `hf_${drawn(n, 34)}`,
  'Google API key': n => `AIza${drawn(n, 35)}`,
  'Stripe key': n => `sk_live_${drawn(n, 24)}`,
  'npm token': n => `npm_${drawn(n, 36)}`,
  'PyPI token': n => `pypi-AgEIcHlwaS5vcmc${drawn(n, 70)}`,
  'SendGrid key': n => `SG.${drawn(n, 22)}.${drawn(n + 1, 43)}`,
  'DigitalOcean token': n => `dop_v1_${drawn(n, 64, HEX)}`,
  'Databricks token': n => `dapi${drawn(n, 32, HEX)}`,
  'Telegram bot token': n => `${drawn(n, 9, '23456789')}:AA${drawn(n, 33)}`,
  'Linear key': n => `lin_api_${drawn(n, 40)}`,
  'HashiCorp Vault token': n => `hvs.${drawn(n, 95)}`,
  'Azure storage key': n => `AccountKey=${drawn(n, 86)}==`,
  'private key': n =>
    `-----BEGIN ${n % 2 ? 'RSA ' : ''}PRIVATE KEY-----\n${Array.from({ length: 12 }, (_, i) => drawn(n + i, 64)).join('\n')}\n-----END ${n % 2 ? 'RSA ' : ''}PRIVATE KEY-----`,
  'password in an address': n =>
    `postgres://billing:${drawn(n, 18)}@db7.prod-cluster.net:5432/main`,
};
/** More forms, each as its provider, a scanner's rule or a tool's documentation describes it. */
const B64 = `${ANY}01+/`;
const LOW = 'bcdfghjklmnpqrstvwxz23456789';
const uuid = (n: number): string =>
  [8, 4, 4, 4, 12].map((length, i) => drawn(n + i, length, HEX)).join('-');
const coded = (text: string): string => Buffer.from(text).toString('base64');
const webToken = (n: number): string =>
  [
    coded('{"alg":"HS256","typ":"JWT"}'),
    coded(`{"sub":"${uuid(n)}","scope":"billing"}`),
    drawn(n, 43),
  ]
    .join('.')
    .replaceAll('=', '');
const moreForms: Readonly<Record<string, (n: number) => string>> = {
  '1Password secret key': n =>
    ['A3', ...[6, 6, 5, 5, 5, 5].map((length, i) => drawn(n + i, length, `${UPPER}23456789`))].join(
      '-',
    ),
  'Yandex Cloud': n => `t1.${drawn(n, 8)}.${drawn(n + 1, 86)}`,
  'Defined Networking': n => `dnkey-${drawn(n, 26)}-${drawn(n + 1, 52)}`,
  Zoho: n => `1000.${drawn(n, 32, HEX)}.${drawn(n + 1, 32, HEX)}`,
  'New Relic licence': n => `eu01xx${drawn(n, 30, HEX)}FFFFNRAL`,
  Apify: n => `apify_api_${drawn(n, 36)}`,
  'Endor Labs': n => `endr+${drawn(n, 16)}`,
  'Tines webhook': n =>
    `https://acme.tines.com/webhook/${drawn(n, 32, LOW)}/${drawn(n + 1, 32, LOW)}`,
  'Facebook app token in an address': n => `${drawn(n, 16, '23456789')}%7C${drawn(n + 1, 27)}`,
  'Salesforce refresh token': n => `5AEP861${drawn(n, 84)}`,
  'key with a prefix by name': n => `BEAMER_API_KEY=b_${drawn(n, 44)}`,
  'UUID of a variable': n => `SNYK_API_TOKEN=${uuid(n)}`,
  'AWS Bedrock': n => `ABSK${drawn(n, 120, B64)}`,
  'AWS secret by name': n => `aws_secret_access_key = ${drawn(n, 40, B64)}`,
  'AWS secret beside its id': n => `AKIA${drawn(n, 16, `${UPPER}234567`)},${drawn(n + 1, 40, B64)}`,
  'Azure client secret': n => `${drawn(n, 3)}8Q~${drawn(n + 1, 34)}`,
  'Azure storage by its middle': n => `${drawn(n, 76, B64)}+ASt${drawn(n, 6)}==`,
  'Azure shared access': n => `Endpoint=sb://x/;SharedAccessKey=${drawn(n, 43, B64)}=`,
  'Azure signed address': n => `https://a.blob.core.windows.net/c?sv=2024&sig=${drawn(n, 43)}%3D`,
  'Google OAuth': n => `GOCSPX-${drawn(n, 28)}`,
  'GitLab runner': n => `glrt-${drawn(n, 20)}`,
  Bitbucket: n => `ATBB${drawn(n, 32)}`,
  RubyGems: n => `rubygems_${drawn(n, 48, HEX)}`,
  'Discord webhook': n =>
    `https://discord.com/api/webhooks/${drawn(n, 18, '23456789')}/${drawn(n, 68)}`,
  Mailchimp: n => `${drawn(n, 32, HEX)}-us12`,
  Mailgun: n => `key-${drawn(n, 32, HEX)}`,
  Brevo: n => `xkeysib-${drawn(n, 64, HEX)}-${drawn(n, 16)}`,
  Twilio: n => `SK${drawn(n, 32, HEX)}`,
  'Square production': n => `sq0atp-${drawn(n, 22)}`,
  Airtable: n => `pat${drawn(n, 14)}.${drawn(n, 64, HEX)}`,
  Figma: n => `figd_${drawn(n, 40)}`,
  HubSpot: n => `pat-na1-${uuid(n)}`,
  Asana: n => `2/${drawn(n, 16, '23456789')}/${drawn(n + 1, 16, '23456789')}:${drawn(n, 32, HEX)}`,
  'Fly.io': n => `fo1_${drawn(n, 43)}`,
  Tailscale: n => `tskey-auth-${drawn(n, 17)}-${drawn(n + 1, 32)}`,
  '1Password': n => `ops_eyJ${drawn(n, 260, B64)}`,
  Dynatrace: n => `dt0c01.${drawn(n, 24, UPPER)}.${drawn(n + 1, 64, `${UPPER}2345`)}`,
  'Grafana Cloud': n => `glc_${drawn(n, 80)}`,
  OpenShift: n => `sha256~${drawn(n, 43)}`,
  LangSmith: n => `lsv2_pt_${drawn(n, 32, HEX)}_${drawn(n + 1, 10, HEX)}`,
  NVIDIA: n => `nvapi-${drawn(n, 64)}`,
  'JSON web token': webToken,
  'Basic login': n => `Authorization: Basic ${coded(`svc:${drawn(n, 8)}7${drawn(n + 1, 8)}`)}`,
  'Bearer token': n => `Authorization: Bearer ${drawn(n, 20)}7a9Z${drawn(n + 1, 20)}`,
  'login in an address': n =>
    `https://deploy:${drawn(n, 10)}7q${drawn(n + 1, 8)}@git.acme-corp.net/x`,
  '.npmrc': n => `//registry.acme-corp.net/:_authToken=${drawn(n, 12)}8k${drawn(n + 1, 22)}`,
  '.npmrc login': n => `_auth=${coded(`ci:${drawn(n, 8)}7k${drawn(n + 1, 8)}`)}`,
  '.netrc': n => `machine git.acme-corp.net login ci password ${drawn(n, 8)}7k${drawn(n + 1, 8)}`,
  'Docker login': n =>
    `{"auths":{"r.acme-corp.net":{"auth":"${coded(`ci:${drawn(n, 8)}7k${drawn(n, 9)}`)}"}}}`,
  'curl login': n => `curl -u ci:${drawn(n, 8)}7k${drawn(n + 1, 8)} https://acme-corp.net`,
  'password in settings': n => `DB_PASSWORD=${drawn(n, 6)}4x8${drawn(n + 1, 6)}`,
  'password in YAML': n => `password: "${drawn(n, 4)}!7${drawn(n + 1, 5)}#q"`,
  'password in XML': n => `<password>${drawn(n, 4)}!7${drawn(n + 1, 5)}#q</password>`,
  'password beside its name': n =>
    `<add key="DbPassword" value="${drawn(n, 4)}!7${drawn(n + 1, 5)}#q"/>`,
  'connection string': n => `Server=db;User Id=sa;Password=${drawn(n, 4)}!7${drawn(n + 1, 5)}#q;`,
  'API key by name': n => `"apiKey": "${drawn(n, 16, LOW)}7x9${drawn(n + 1, 13, LOW)}"`,
  'token as an option': n => `deploy --token ${drawn(n, 16, LOW)}7x9${drawn(n + 1, 13, LOW)}`,
  Aiven: n => `aivenv1_${drawn(n, 380)}`,
  Adafruit: n => `aio_${drawn(n, 28)}`,
  'Bitbucket Data Center': n => `BBDC-${drawn(n, 44)}`,
  Bannerbear: n => `bb_pr_${drawn(n, 30, HEX)}`,
  Close: n => `api_${drawn(n, 22)}.${drawn(n + 1, 22)}`,
  DeepSeek: n => `sk-${drawn(n, 32, LOW)}`,
  'Figma personal': n => `figp_${drawn(n, 44)}`,
  Flexport: n => `shltm_${drawn(n, 40)}`,
  GoCardless: n => `live_${drawn(n, 40)}`,
  Klaviyo: n => `pk_${drawn(n, 34, HEX)}`,
  'New Relic insert': n => `NRII-${drawn(n, 25)}`,
  'Pagar.me': n => `ak_live_${drawn(n, 30)}`,
  Prefect: n => `pnu_${drawn(n, 36)}`,
  PubNub: n => `sec-c-${drawn(n, 48)}`,
  Ramp: n => `ramp_sec_${drawn(n, 48)}`,
  Robinhood: n => `rh-api-${uuid(n)}`,
  Rootly: n => `rootly_${drawn(n, 64, HEX)}`,
  SaladCloud: n => `salad_cloud_${drawn(n, 5)}_${drawn(n + 1, 60)}`,
  SonarCloud: n => `sqco_${drawn(n, 59)}`,
  Supabase: n => `sbp_${drawn(n, 40, LOW)}`,
  Ubidots: n => `BBFF-${drawn(n, 30)}`,
  Stytch: n => `secret-live-${drawn(n, 36)}`,
  JWK: n => `{"kty":"EC","crv":"P-256","d":"${drawn(n, 43)}"}`,
  PuTTY: n => `Private-Lines: 2\n${drawn(n, 64, B64)}\n${drawn(n + 1, 64, B64)}\n`,
  'key file in base64': n =>
    `client-key-data: ${coded(`-----BEGIN RSA PRIVATE KEY-----\n${drawn(n, 300, B64)}`)}`,
};
const around: readonly ((key: string) => string)[] = [
  key => `const key = "${key}";`,
  key => `The key is ${key}, keep it.`,
  key => `API_KEY=${key}`,
  key => `    - token: '${key}'`,
  key => `| name | ${key} |`,
];

describe('secrets', () => {
  it('T16 every published form is found, wherever it stands, at its line and nowhere else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(keyOf)),
        fc.nat(100_000),
        fc.constantFrom(...around),
        fc.integer({ min: 0, max: 30 }),
        async (kind, seed, frame, before) => {
          const key = keyOf[kind]!(seed);
          // Drawn by chance, a word that samples have makes the key one.
          fc.pre(!/fake|test|your|sample|dummy|a1b2|abc123|abcdef|xxx/i.test(key));
          const text = `${'A line of text.\n'.repeat(before)}${frame(key)}\nThe end.\n`;
          const found = await findSecrets(text);
          assert.deepEqual(
            found.map(secret => secret.kind),
            [kind],
            text,
          );
          const [{ start, end, line }] = found as [(typeof found)[0]];
          assert.ok(key.includes(text.slice(start, end)));
          assert.ok(end - start >= 18);
          assert.equal(line, text.slice(0, start).split('\n').length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('T16 a key of capitals alone is found', async () => {
    const found = await findSecrets(`const key = '${'AKIA'}${'ZTHXQHCLTTDPHKFQ'}';\n`);
    assert.deepEqual(
      found.map(secret => secret.kind),
      ['AWS access key'],
    );
  });

  for (const [name, make] of Object.entries(moreForms))
    it(`T16 ${name} is found`, async () => {
      let found = 0;
      for (let n = 0; n < 20; n++)
        if ((await findSecrets(`before\n${make(n * 97)}\nafter\n`)).length > 0) found++;
      // A drawn value may hold a word that samples have.
      assert.ok(found >= 18, `${found} of 20, as in ${make(0)}`);
    });

  it('T16 where a list goes on, the name of a type and keys that manuals show are no secrets', async () => {
    const drawnToken = `${drawn(3, 12)}7k${drawn(4, 22)}`;
    for (const text of [
      `{"nextToken": "${drawnToken}"}`,
      `"NextContinuationToken": "${drawnToken}"`,
      `page_token=${drawnToken}`,
      `const pageToken = '${drawnToken}';`,
      `idempotencyToken: "${drawnToken}"`,
      'KdcAdminPassword: XmlStringMaxLen256;',
      "password: 's00pers3cret'",
    ])
      assert.deepEqual(await findSecrets(`${text}\n`), [], text);
    assert.equal((await findSecrets(`accessToken: "${drawnToken}"\n`)).length, 1);
    assert.equal((await findSecrets(`{"token": "${drawnToken}"}\n`)).length, 1);
  });

  it('T16 what a converter adds to a key does not hide it: escapes, ends of lines', async () => {
    const key = keyOf['GitHub token']!(11);
    const escapedKey = key.replace('_', '\\_');
    const [found] = await findSecrets(`The token ${escapedKey} is ours.\n`);
    assert.equal(found && found.end - found.start, escapedKey.length);
    const broken = `A page.\nkey ${key.slice(0, 20)}\n${key.slice(20)} and more\n`;
    const [split] = await find({ text: broken, pages: [{ start: 0, page: 1 }] });
    assert.equal(
      split && broken.slice(split.start, split.end),
      `${key.slice(0, 20)}\n${key.slice(20)}`,
    );
    const notebook = JSON.stringify(`first\n${key}\nlast`);
    assert.equal((await findSecrets(notebook)).length, 1, 'behind an escaped end of line');
  });

  it('R21 the time it takes grows with the text, whatever the text', async function () {
    this.timeout(60_000);
    const texts: readonly string[] = [
      'password=',
      'sk-',
      'eyJhbGciOi.eyJ',
      '-----BEGIN PRIVATE KEY-----',
      'a:b@',
      'https://a:',
      'Authorization: Bearer ',
      '\\_',
      `AKIA${drawn(1, 16, UPPER)} `,
      'A',
      'Q~+ASt|:AA-us',
      'token token=',
    ];
    for (const unit of texts) {
      const of = async (size: number): Promise<number> => {
        const text = unit.repeat(Math.ceil(size / unit.length));
        const times: number[] = [];
        for (let i = 0; i < 3; i++) {
          const start = cpuNow();
          await find({ text });
          times.push(cpuNow() - start);
        }
        // Others use the machine as well.
        return Math.min(...times);
      };
      await of(100_000);
      const [small, large] = [await of(250_000), await of(1_000_000)];
      assert.ok(large <= 5 * small + 150, `${unit}: ${small.toFixed()} ms, ${large.toFixed()} ms`);
    }
  });

  it('T17 no comment in the text turns the search off', async () => {
    const key = keyOf['GitHub token']!(1);
    assert.equal(
      (await findSecrets(`// secretlint-disable\n// gitleaks:allow\nconst a = '${key}';\n`)).length,
      1,
    );
  });

  it('what samples and tests write in the place of a key is none', async () => {
    for (const text of [
      'AKIAIOSFODNN7EXAMPLE',
      `ghp_${'x'.repeat(36)}`,
      `sk-${'your-api-key-here-'.repeat(3)}`,
      `sk-proj-${'a'.repeat(60)}`,
      'postgres://user:password@localhost:5432/app',
      'postgres://app:changeme-please@db.example.com/app',
      'postgresql://${USER}:${PASSWORD}@prod.internal.net/app',
      '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
      'The header is -----BEGIN RSA PRIVATE KEY----- and nothing follows.',
      'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
      'git@github.com:owner/repository.git 3f786850e387550fdab836ed7e6dc881de23001b',
      '550e8400-e29b-41d4-a716-446655440000',
      'password: string;',
      '05nSrw== IHRpZXQ= PWdldA== Lml0ZXJhdG9y4x IMOT',
      'if (password == otherPass1word.value2)',
      'const password = passwordInput.value;',
      'export type SubmitPasswordResultV2 = CustomAuthResultV2<X>;',
      'private_key: ed25519.Ed25519PrivateKey,',
      'apiKey: process.env.API_KEY_2',
      'TOKEN=$(cat /run/token1)',
      'password: ${DB_PASSWORD_2}',
      'secretName: my-app-secret-2024-prod',
      'tokenType: "Bearer20Token"',
      'password_hash = "5f4dcc3b5aa765d61d8327deb882cf99"',
      '"access_token":"2YotnFZFEjr1zCsicMWpAA"',
      'Syntax::Token::UnicodeProperty::Age_V1_9_3 = T.let(1)',
      '"https://cdn.net/lume@3.1.2/core/utils/tokens.ts": "201777343e716403bfb1dbbc1a988a85b8d3f12699daaacbe8bbdc3c352a57ff"',
      "name='Controls' publicKeyToken='6595b64144ccf1df' language='*'",
      '<input name="authenticity_token" value="7U8TFujbBFYSubMu3xfPn0hVhqPKjIz67S3jmBcfjFP4WfL1vehsJppX" />',
      "docsearch({ apiKey: '50fe39c839958dfad797000f33e2ec17', indexName: 'site' })",
      'indices := s.process256ColorSequences(codes)',
      '"\\x16GoogleLocalCredentials:F\\x9a\\x1eA\\n" + "?env',
      'authtype=Bearer\ncredential=YS1naXQtdG9rZW4=',
      'machine a.org login daniel password $y$j9T$WUVjiVvDbRAWafDLs6cab1$01NX.oaZKf5lw8MR2Nk9Yaxv4',
      'machine a.org login b password S3cretP@ssw0rd!',
      'AWS4-HMAC-SHA256 Credential=user%0D%0A/19700101/us-east-2/es/aws4_request, SignedHeaders',
      'sentinel://myuser:mypass@github.com:123/1',
      `AccountName=devstoreaccount1;AccountKey=${['Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6', 'IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='].join('')};`,
      `token = "${['eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9', 'eyJpc3MiOiJhdXRoMCJ9', 'uztpK_wUMYJhrRv8SV-1LU4aPnwl'].join('.')}"`,
      `decode("${['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJUb2szbnMifQ', 'RudAxkslimoOY3BLl2Ghny3BrUKu9I1ZrXzCZGDJtNs'].join('.')}")`,
      "<encryption secret='6dd3e4a5-1d76-44ce-961f-f119f5aad935'/>",
      "app_id: 'D1BPLZHGYQ', api_key: '6df94e1e5d55d258c56f60d974d10314', params",
      'https://user:pass%2fis%40bad9@hostname.org',
      'redis://LJenkins:p%40ssw0rd@redis-163.host.org:6379',
      "resource_owner_secret = 'lsdkfol23w54jlksdef'\ntoken = 'lsdkfol23w54jlksdef'",
      `"secretKey":"${['A3-C4ZJMN', 'PQTZTL', 'HGL84', 'G64M7', 'KVZRN', '4ZVP6'].join('-')}"`,
      'Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
      'https://user:pass@example.com/',
      'http://a:b@c/d',
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
    ])
      assert.deepEqual(await findSecrets(text), [], text);
  });

  it('looks in the range of a selection only, and gives offsets of the whole text', async () => {
    const key = keyOf['npm token']!(3);
    const text = `${key}\nmiddle\n${key}\n`;
    const start = text.indexOf('middle');
    const found = await findSecrets(text, { start, end: text.length });
    assert.deepEqual(
      found.map(({ line }) => line),
      [3],
    );
    assert.equal(text.slice(found[0]!.start, found[0]!.end), key);
  });

  it('T18 masked, a text has the same lines and offsets and none of the value', async () => {
    const pem = keyOf['private key']!(4);
    const text = `before\r\n${pem}\r\nkey = "${keyOf['Groq key']!(5)}"\nafter`;
    const source: Source = { id: 's', path: 's', kind: 'prose', languageId: 'plaintext', text };
    const safe = masked(source, await findSecrets(text)).text;
    assert.equal(safe.length, text.length);
    assert.deepEqual(
      [...safe.matchAll(/\r?\n/g)].map(({ index }) => index),
      [...text.matchAll(/\r?\n/g)].map(({ index }) => index),
    );
    assert.deepEqual(await findSecrets(safe), []);
    assert.ok(safe.startsWith('before\r\n-----BEGIN'));
    assert.ok(safe.endsWith('"\nafter'));
    for (const line of pem.split('\n').slice(1, -1)) assert.ok(!safe.includes(line));
  });

  it('a secret at the edge of a stretch is found once, and others run between stretches', async () => {
    const key = keyOf['GitHub token']!(8);
    const pem = keyOf['private key']!(9);
    for (const at of [262_100, 262_120, 262_143, 262_144, 262_145]) {
      let pauses = 0;
      const pause = async () => void pauses++;
      const text = `${'x '.repeat(at >> 1)}${at % 2 ? ' ' : ''}${key} ${'y '.repeat(200_000)}\n${pem}\n`;
      const found = await find({ text }, { pause });
      assert.deepEqual(
        found.map(({ kind, line }) => [kind, line]),
        [
          ['GitHub token', 1],
          ['private key', 2],
        ],
      );
      assert.ok(pauses >= 2);
    }
  });
});
