/**
 * Forms that providers publish for their keys so that scanners find them: what it opens, the literal it
 * begins with, and a pattern of the rest. Literals are such that hardly any other text has them; the
 * rest reads forward only and is bounded.
 */
type KeyForm = readonly [kind: string, prefix: string, rest: string];

const W = '[A-Za-z0-9_-]';
const AN = '[A-Za-z0-9]';
const HEX = '[a-f0-9]';
const UUID = `${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}`;

/** Several prefixes of one kind and rest. */
const each = (kind: string, prefixes: string, rest: string): KeyForm[] =>
  prefixes.split(' ').map(prefix => [kind, prefix, rest]);

const CLOUDS: readonly KeyForm[] = [
  ...each('AWS access key', 'AKIA ASIA ABIA ACCA', '[A-Z2-7]{16}'),
  ['AWS Bedrock key', 'ABSK', '[A-Za-z0-9+/]{109,269}={0,2}'],
  ['AWS Bedrock key', 'bedrock-api-key-', '[A-Za-z0-9+/]{40,2000}={0,2}'],
  ['AWS session token', 'IQoJb3JpZ2lu', '[A-Za-z0-9+/%]{100,2000}={0,2}'],
  ['AWS session token', 'FwoGZXIvYXdz', '[A-Za-z0-9+/%]{100,2000}={0,2}'],
  ['Amazon MWS token', 'amzn.mws.', UUID],
  ['Amazon client secret', 'amzn1.oa2-cs.v1.', `${HEX}{64}`],
  ['Google API key', 'AIza', `${W}{35}`],
  ['Google API key', 'AQ.Ab8', `${W}{40,100}`],
  ['Google OAuth secret', 'GOCSPX-', `${W}{28}`],
  ['Google OAuth secret', 'ya29.', `${W}{40,400}`],
  ['Google OAuth secret', '1//0', `${W}{60,110}`],
  ['Alibaba Cloud key', 'LTAI', `${AN}{20}`],
  ['Tencent Cloud key', 'AKID', `${AN}{32}`],
  ['Yandex Cloud key', 'AQVN', `${W}{35,38}`],
  ['DigitalOcean token', 'dop_v1_', `${HEX}{64}`],
  ['DigitalOcean token', 'doo_v1_', `${HEX}{64}`],
  ['DigitalOcean token', 'dor_v1_', `${HEX}{64}`],
  ['Heroku key', 'HRKU-AA', `${W}{58}`],
  ['Cloudflare key', 'v1.0-', `${HEX}{24}-${HEX}{146}`],
  ...each('Cloudflare token', 'cfat_ cfut_ cfk_', `${W}{40,60}`),
  ['Fly.io token', 'fo1_', `${W}{43}`],
  ...each('Fly.io token', 'fm1r_ fm1a_ fm2_', '[A-Za-z0-9+/]{100,1500}={0,3}'),
  ...each('Vercel token', 'vcp_ vci_ vca_ vcr_ vck_', `${AN}{24,60}`),
  ...each('Netlify token', 'nfp_ nfc_ nfo_ nfu_', `${AN}{36}`),
  ['Render key', 'rnd_', `${AN}{28,36}`],
  ['Deno Deploy token', 'ddp_', `${AN}{36}`],
  ['Deno Deploy token', 'ddw_', `${AN}{36}`],
  ['Scalingo token', 'tk-us-', `${W}{48}`],
  ['OpenShift token', 'sha256~', `${W}{43}`],
  ['Neon key', 'napi_', '[a-z0-9]{64}'],
  ['MongoDB Atlas secret', 'mdb_sa_sk_', `${W}{40}`],
  ['Cockroach Cloud key', 'CCDB1_', `${AN}{22}_${AN}{40}`],
  ...each('PlanetScale password', 'pscale_tkn_ pscale_pw_ pscale_oauth_', '[A-Za-z0-9_.=-]{32,64}'),
  ...each('Supabase token', 'sbp_ sba_', `${HEX}{40}`),
  ['Supabase secret key', 'sb_secret_', `${W}{31,40}`],
  ['ClickHouse Cloud key', '4b1d', `${AN}{38}`],
  ['Databricks token', 'dapi', `${HEX}{32}(?:-\\d)?`],
];

const CODE_HOSTS: readonly KeyForm[] = [
  ...each('GitHub token', 'ghp_ gho_ ghu_ ghs_ ghr_', `${AN}{36,255}`),
  ['GitHub token', 'github_pat_', '\\w{82}'],
  ...each(
    'GitLab token',
    'glpat- gldt- glrt- glrtr- glcbt- glptt- glsoat- glft- glimt- glagent- glffct- glwt- gloas-',
    '[A-Za-z0-9_-]{20,300}(?:\\.[A-Za-z0-9]{2}\\.[a-z0-9]{9})?',
  ),
  ['GitLab session', '_gitlab_session=', '[0-9a-z]{32}'],
  ['GitLab token', 'GR1348941', `${W}{20}`],
  ['Bitbucket password', 'ATBB', `${AN}{32}`],
  ...each('Atlassian token', 'ATATT3 ATCTT3 ATSTT3', '[A-Za-z0-9_=-]{100,250}'),
  ['npm token', 'npm_', `${AN}{36}`],
  ['PyPI token', 'pypi-AgE', `${W}{50,300}`],
  ['RubyGems key', 'rubygems_', `${HEX}{48}`],
  ['crates.io token', 'cio', `${AN}{32}`],
  ['NuGet key', 'oy2', '[a-z0-9]{43}'],
  ['Clojars token', 'CLOJARS_', '[a-z0-9]{60}'],
  ['Docker token', 'dckr_pat_', `${W}{27,40}`],
  ['Docker token', 'dckr_oat_', `${W}{27,40}`],
  ['Artifactory key', 'AKCp', `${AN}{69,73}`],
  ['Artifactory token', 'cmVmd', `${AN}{59}`],
  ['Buildkite token', 'bkua_', `${HEX}{40}`],
  ...each('CircleCI token', 'CCIPAT_ CCIPRJ_', `${AN}{22}_${HEX}{40}`),
  ['Octopus Deploy key', 'API-', '[A-Z0-9]{26}'],
  ...each('SonarQube token', 'sqp_ squ_ sqa_', `${HEX}{40}`),
  ['Sourcegraph token', 'sgp_', '(?:(?:[a-fA-F0-9]{16}|local)_)?[a-fA-F0-9]{40}'],
  ['Sourcegraph token', 'slk_', `${HEX}{64}`],
  ['Pulumi token', 'pul-', `${HEX}{40}`],
  ['Infracost key', 'ico-', `${AN}{32}`],
  ...each('Prefect key', 'pnu_ pnb_', '[a-z0-9]{36}'),
  ...each('Harness token', 'pat. sat.', `${W}{22}\\.${AN}{24}\\.${AN}{20}`),
  ['Postman key', 'PMAK-', `${HEX}{24}-${HEX}{34}`],
  ['ReadMe key', 'rdme_', '[a-z0-9]{70}'],
  ['Snyk token', 'snyk_', `(?:sat|uat)\\.${AN}{8}\\.${W}{40,400}`],
];

const SECRET_STORES: readonly KeyForm[] = [
  ...each('HashiCorp Vault token', 'hvs. hvb. hvr.', `${W}{90,300}`),
  ...each(
    'Doppler token',
    'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.',
    '[A-Za-z0-9_.-]{40,60}',
  ),
  ['1Password token', 'ops_eyJ', '[A-Za-z0-9+/]{200,2000}={0,3}'],
  ['age key', 'AGE-SECRET-KEY-1', '[0-9A-Z]{58}'],
  [
    'Tailscale key',
    'tskey-',
    '(?:api|auth|client|scim|webhook)-[A-Za-z0-9]{6,40}-[A-Za-z0-9]{20,60}',
  ],
  ...each(
    'Authress key',
    'sc_ ext_ scauth_ authress_',
    '[a-z0-9]{5,30}\\.[a-z0-9]{4,6}\\.acc[_-][a-z0-9-]{10,32}\\.[A-Za-z0-9+/_=-]{30,120}',
  ),
  ['JSON web token', 'ZXlKaGJHY2lP', '[A-Za-z0-9+/_-]{60,4000}={0,2}'],
  ['Nostr key', 'nsec1', '[a-z0-9]{58}'],
  ['Infisical token', 'st.', `${HEX}{24}\\.${HEX}{32}\\.${HEX}{32}`],
];

const MODELS: readonly KeyForm[] = [
  ['Anthropic key', 'sk-ant-', '[a-z]{2,8}\\d{2}-[A-Za-z0-9_-]{40,200}'],
  ...each('OpenAI key', 'sk-proj- sk-svcacct- sk-admin- sk-service-', `${W}{40,250}`),
  ['OpenRouter key', 'sk-or-v1-', `${HEX}{64}`],
  ['Langfuse key', 'sk-lf-', UUID],
  ['OpenAI key', 'sk-', `(?:${AN}{20}T3BlbkFJ${AN}{20}|${AN}{48}|${HEX}{32})`],
  ['Groq key', 'gsk_', `${AN}{52}`],
  ['xAI key', 'xai-', `${AN}{70,100}`],
  ['Hugging Face token', 'hf_', `${AN}{34,40}`],
  ['Hugging Face token', 'api_org_', `${AN}{34}`],
  ['Replicate token', 'r8_', `${AN}{37}`],
  ['Perplexity key', 'pplx-', `${AN}{48}`],
  ['Together key', 'tgp_v1_', `${W}{43}`],
  ['Fireworks key', 'fw_', `${AN}{22,24}`],
  ['Cerebras key', 'csk-', '[a-z0-9]{48}'],
  ['NVIDIA key', 'nvapi-', `${W}{60,70}`],
  ...each('LangSmith key', 'lsv2_pt_ lsv2_sk_', `${HEX}{32}_${HEX}{10}`),
  ['Pinecone key', 'pcsk_', `${AN}{4,10}_${AN}{50,80}`],
  ['Tavily key', 'tvly-', `(?:dev-|prod-)?${AN}{30,40}`],
  ['Jina key', 'jina_', `${W}{50,70}`],
  ['Firecrawl key', 'fc-', `${HEX}{32}`],
  ['Voyage key', 'pa-', `${W}{43}`],
  ['ElevenLabs key', 'sk_', `${HEX}{48}`],
  ['GitHub Copilot token', 'tid=', `${HEX}{32};exp=\\d{10};`],
];

const PAYMENTS: readonly KeyForm[] = [
  ...each('Stripe key', 'sk_live_ rk_live_ sk_prod_ rk_prod_ sk_test_ rk_test_', `${AN}{20,250}`),
  ['Stripe webhook secret', 'whsec_', '[A-Za-z0-9+/]{32,64}'],
  ...each('Square token', 'sq0atp- sq0csp- sq0idp-', `${W}{22,50}`),
  ['Square token', 'EAAA', '[A-Za-z0-9+/_-]{60}={0,2}'],
  ['Braintree token', 'access_token$production$', `[a-z0-9]{16}\\$${HEX}{32}`],
  ...each('Razorpay key', 'rzp_live_', `${AN}{14}`),
  ['Flutterwave key', 'FLWSECK-', `${AN}{30,42}-X`],
  ['Flutterwave key', 'FLWSECK_TEST-', `${AN}{12,40}(?:-X)?`],
  ...each('Shopify token', 'shpat_ shpca_ shppa_ shpss_', '[a-fA-F0-9]{32}'),
  ...each('WooCommerce key', 'ck_ cs_', `${HEX}{40}`),
  ...each('EasyPost key', 'EZAK EZTK', '[a-zA-Z0-9]{54}'),
  ...each('Shippo token', 'shippo_live_ shippo_test_', '[a-fA-F0-9]{40}'),
  ...each('Duffel token', 'duffel_live_ duffel_test_', '[A-Za-z0-9_=-]{43}'),
  ...each('Plaid token', 'access-production- access-development- access-sandbox-', UUID),
  ['Mollie key', 'live_', `${AN}{30}`],
  ...each('Lob key', 'live_ test_', `${HEX}{35}`),
];

const MESSAGES: readonly KeyForm[] = [
  ...each('Slack token', 'xoxa- xoxb- xoxe- xoxp- xoxr- xoxs- xoxc-', '[A-Za-z0-9-]{20,250}'),
  ['Slack token', 'xoxe.', 'xox[bp]-\\d-[A-Za-z0-9-]{20,250}'],
  ['Slack token', 'xoxd-', '[A-Za-z0-9%+/=]{40,300}'],
  ['Slack token', 'xapp-', '\\d-[A-Za-z0-9-]{20,200}'],
  [
    'Slack webhook',
    'https://hooks.slack.com/',
    `(?:services/T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/${AN}{20,30}|(?:workflows|triggers)/T[A-Z0-9]{6,14}/[A-Za-z0-9/]{20,90})`,
  ],
  ...each(
    'Discord webhook',
    'https://discord.com/api/webhooks/ https://discordapp.com/api/webhooks/',
    `\\d{17,20}/${W}{60,72}`,
  ),
  [
    'Google Chat webhook',
    'https://chat.googleapis.com/v1/spaces/',
    `${W}{6,20}/messages\\?key=[A-Za-z0-9_&=%-]{60,250}`,
  ],
  ['WeCom webhook', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=', UUID],
  ['DingTalk webhook', 'https://oapi.dingtalk.com/robot/send?access_token=', `${HEX}{64}`],
  ['Feishu webhook', 'https://open.feishu.cn/open-apis/bot/v2/hook/', UUID],
  ['Zapier webhook', 'https://hooks.zapier.com/hooks/catch/', `\\d{4,10}/[a-z0-9]{5,12}`],
  ['SendGrid key', 'SG.', `${W}{22}\\.${W}{43}`],
  ['Mailgun key', 'key-', `${HEX}{32}`],
  ['Mandrill key', 'md-', `${W}{22}`],
  ['Brevo key', 'xkeysib-', `${HEX}{64}-${AN}{16}`],
  ['Brevo key', 'xsmtpsib-', `${HEX}{64}-${AN}{16}`],
  ['Resend key', 're_', `${AN}{6,10}_${AN}{22,26}`],
  ['Twilio key', 'SK', '[a-fA-F0-9]{32}'],
  ...each('HubSpot token', 'pat-na1- pat-na2- pat-eu1- pat-ap1-', UUID),
  ['Intercom token', 'dG9rO', '[A-Za-z0-9+/]{50,90}={0,2}'],
  ['Facebook token', 'EAA', `(?:[A-Z])${AN}{90,300}`],
  ['Twitter bearer token', 'AAAAAAAAAAAAAAAAAAAAA', '[A-Za-z0-9%]{70,120}'],
  ['Firebase server key', 'AAAA', `${W}{7}:${W}{140}`],
  ['LINE token', 'xlinebot-', `${W}{40,200}`],
];

const WORK: readonly KeyForm[] = [
  ...each('Linear key', 'lin_api_ lin_oauth_', `${AN}{40,64}`),
  ['Notion token', 'ntn_', `${AN}{43,50}`],
  ['Notion token', 'secret_', `${AN}{43}`],
  ...each('Asana token', '1/ 2/', `\\d{15,17}(?:/\\d{15,17})?:${HEX}{32}`),
  ['Airtable token', 'pat', `${AN}{14}\\.${HEX}{64}`],
  ...each('Figma token', 'figd_ figo_ figu_', `${W}{40,60}`),
  ['Dropbox token', 'sl.', `(?:[a-z]\\.)?${W}{120,1500}`],
  ['Contentful token', 'CFPAT-', `${W}{43}`],
  ['Typeform token', 'tfp_', '[A-Za-z0-9_.=-]{40,70}'],
  ['Frame.io token', 'fio-u-', '[A-Za-z0-9_=-]{64}'],
  ['ClickUp token', 'pk_', '\\d{6,9}_[A-Z0-9]{32}'],
  ['Mapbox token', 'sk.eyJ', `${W}{30,250}\\.${W}{20,40}`],
  ['Adobe secret', 'p8e-', '[a-zA-Z0-9]{32}'],
  ...each('Settlemint token', 'sm_aat_ sm_pat_ sm_sat_', `${AN}{16}`),
  ...each('Intra42 secret', 's-s4t2ud- s-s4t2af-', `${HEX}{64}`),
  ['PostHog key', 'phx_', `${AN}{43,48}`],
  ['LaunchDarkly key', 'sdk-', UUID],
  ['LaunchDarkly key', 'api-', UUID],
  ['Algolia key', 'ALGOLIA-', `${HEX}{32}`],
  ...each('Axiom token', 'xaat- xapt-', UUID),
  ...each('Honeycomb key', 'hcaik_ hcxik_', '[a-z0-9]{58}'),
  ...each('Grafana token', 'glsa_', `${AN}{32}_[A-Fa-f0-9]{8}`),
  ['Grafana token', 'glc_', '[A-Za-z0-9+/=]{32,400}'],
  ['Grafana key', 'eyJrIjoi', '[A-Za-z0-9]{70,400}={0,3}'],
  ['Sentry token', 'sntrys_', '[A-Za-z0-9+/=_-]{60,400}'],
  ['Sentry token', 'sntryu_', `${HEX}{64}`],
  ...each('New Relic key', 'NRAK- NRII- NRIQ- NRRA-', '[A-Za-z0-9_-]{27,42}'),
  ['Dynatrace token', 'dt0', '[a-z]\\d{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}'],
  ['Elastic Cloud key', 'essu_', '[A-Za-z0-9+/]{40,120}={0,2}'],
];

/** Those whose place in the text is found by a middle part: `before` and `rest` stand around it. */
export const INNER_FORMS: readonly (readonly [
  kind: string,
  before: string,
  literal: string,
  rest: string,
])[] = [
  ['Azure client secret', '[A-Za-z0-9_~.]{3}\\d', 'Q~', '[A-Za-z0-9_~.-]{31,34}'],
  ['Azure key', `${AN}{52}`, 'JQQJ99', `${AN}{26,40}`],
  ['Azure storage key', '[A-Za-z0-9+/]{76}', '+ASt', '[A-Za-z0-9+/]{6}=='],
  ['Azure key', '[A-Za-z0-9+/]{76}', 'ACDb', '[A-Za-z0-9+/]{6}=='],
  ['Azure key', '[A-Za-z0-9+/]{33}', '+AEh', '[A-P][A-Za-z0-9+/]{5}='],
  ['Azure key', '[A-Za-z0-9+/]{33}', '+ASb', '[A-P][A-Za-z0-9+/]{5}='],
  ['Azure key', '[A-Za-z0-9+/]{33}', 'AIoT', '[A-P][A-Za-z0-9+/]{5}='],
  ['Azure key', '[A-Za-z0-9]{42}', '+ACR', '[A-D][A-Za-z0-9]{5}'],
  ['Azure key', `${AN}{44}`, 'AzFu', `${AN}{5}[AQgw]==`],
  ['Azure key', `${AN}{42}`, 'AzSe', '[A-D][A-Za-z0-9]{5}'],
  ['Terraform Cloud token', `${AN}{14}`, '.atlasv1.', '[A-Za-z0-9_=-]{60,70}'],
  ['Mailchimp key', `${HEX}{32}`, '-us', '\\d{1,2}'],
  ['MaxMind key', `${AN}{6}_${AN}{29}`, '_mmk', ''],
  ['Telegram bot token', '\\d{8,10}', ':AA', `${W}{33}`],
  ['Facebook app token', '\\d{13,17}', '|', `${W}{27}`],
  [
    'Microsoft Teams webhook',
    `[a-z0-9-]{2,60}`,
    '.webhook.office.com/webhookb2/',
    `${UUID}@${UUID}/IncomingWebhook/${HEX}{32}/${UUID}`,
  ],
];

/** Forms without a literal that hardly any other text has. */
export const DISCORD = '[MNO][A-Za-z0-9_-]{23,25}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}';

export const KEY_FORMS: readonly KeyForm[] = [
  ...CLOUDS,
  ...CODE_HOSTS,
  ...SECRET_STORES,
  ...MODELS,
  ...PAYMENTS,
  ...MESSAGES,
  ...WORK,
];
