import { DENIED_ENDINGS, DENIED_FOLDERS, DENIED_IN, DENIED_NAMES } from './deniedNames.ts';
import { t } from '../../core/text/l10n.ts';

const secrets = (): string => t('never sent: may hold secrets');

/**
 * Why a path is never read or sent, or undefined. Takes precedence over every include and over explicit naming; ignores
 * case, since some file systems do. `path` is split at both kinds of slash.
 */
export function deniedReason(path: string): string | undefined {
  const parts = path.split(/[\\/]+/).map(part => windowsName(part.toLowerCase()));
  const name = parts.at(-1) ?? '';
  const folder = parts.slice(0, -1).find(part => DENIED_FOLDERS.has(part));
  if (folder !== undefined) return t('never sent: in {0}/', folder);
  if (DENIED_FOLDERS.has(name)) return t('never sent: {0}/', name);
  // As such files are called where dot files are kept: `npmrc`, `netrc`.
  if (DENIED_NAMES.has(`.${name}`)) return secrets();
  const spellings = new Set([name, ...originalsOf(name)]);
  for (const spelling of spellings) {
    const reason = reasonOf(spelling, parts.slice(0, -1));
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** As `deniedReason`, of a folder: an ordinary word (`identity`, `cookies`) is the name of a folder of sources. */
export function deniedFolder(path: string): string | undefined {
  const name = path.split(/[\\/]+/).at(-1) ?? '';
  return name.includes('.') ? deniedReason(path) : deniedReason(`${path}/-`);
}

function reasonOf(name: string, folders: readonly string[]): string | undefined {
  if (isEnvironmentFile(name)) return t('never sent: may hold secrets (environment file)');
  if (DENIED_NAMES.has(name) || KINDS.some(kind => kind.test(name))) return secrets();
  if (isPrivateKey(name)) return t('never sent: a private key');
  const within = folders.map(folder => `${folder}/`).join('');
  if (DENIED_IN.some(([folder, file]) => endsIn(within, folder) && file.test(name)))
    return secrets();
  const ending = DENIED_ENDINGS.find(end => name.endsWith(end));
  return ending === undefined ? undefined : t('never sent: may hold secrets ({0})', `*${ending}`);
}

const endsIn = (within: string, folder: string): boolean =>
  within === `${folder}/` || within.endsWith(`/${folder}/`);

/** What editors, downloads and people append to the name of a copy. */
const COPY =
  /(?:~|\.(?:bak|backup|old|orig|original|save|saved|sav|copy|tmp|temp|swp|swo|swn|rej|gz|bz2|xz|zip|\d{1,3}|\d{4}-?\d\d-?\d\d)|[-_. ](?:copy|backup|bak|old|orig|kopie|copie)(?:[-_ ]?\d{1,3})?| ?\(\d{1,3}\))$/;

/** The names that this name may be a copy of: `.env~`, `#.env#`, `.id_rsa.swp`, `key (1).pem`, `.npmrc.bak.1`. */
function originalsOf(name: string): string[] {
  const found: string[] = [];
  let bare = name.replace(/^\.#|^#(.+)#$/, '$1');
  for (let times = 0; times < 4; times++) {
    const next = bare.replace(COPY, '');
    if (next === bare || next === '') break;
    // Vim prefixes its swap file of any file with a dot: `.secrets.yml.swp`.
    if (/\.sw[a-p]$/.test(bare)) found.push(next.replace(/^\./, ''));
    bare = next;
    found.push(bare);
  }
  if (found.length === 0 && bare !== name) found.push(bare);
  const numbered = name.replace(
    /(?:[-_. ](?:copy|backup|bak|old|orig)(?:[-_ ]?\d{1,3})?| ?\(\d{1,3}\))(?=\.[a-z0-9]{1,8}$)/,
    '',
  );
  return numbered === name ? found : [...found, numbered];
}

const DATA =
  '(?:json|ya?ml|toml|ini|xml|txt|csv|conf|cfg|config|properties|plist|env|pickle|xlsx?|ods|numbers|sqlite3?|db)';

/** Patterns of names; lower case. */
const KINDS: readonly RegExp[] = [
  // Data files named after the secrets they contain.
  new RegExp(
    `(?:^|[-_.])(?:credentials?|creds|secrets?|passwords?|passwd|api[-_]?keys?)\\.${DATA}$`,
  ),
  new RegExp(`^(?:\\.?)(?:credentials?|secrets?)[-_.][\\w.-]{1,60}\\.${DATA}$`),
  new RegExp(
    `(?:^|[-_.])(?:private[-_]?key|secret[-_]?key|access[-_]?key|(?:auth|access|refresh|bot|api)[-_]?tokens?)\\.${DATA}$`,
  ),
  // One key, token or password, alone in a file.
  /^\.?(?:[\w.-]{1,40}[-_])?(?:deploy(?:ment)?|ssh|host|private|secret|signing|sign|encryption|encrypt|decrypt|master|api|access|auth|session|jwt|cookie|app|admin|root|bot|backup|license|aes|hmac|github|gitlab|bitbucket)[-_]key(?:[-_](?:base|prod|production|staging|dev))?(?:\.txt)?$/,
  /^\.?(?:[a-z0-9]+[-_])?(?:access|auth|api|bot|refresh|bearer|session|login|gh|github|gitlab|gitea|pypi|consul|nomad|vault|slack|discord|telegram|hf|openai|anthropic|digitalocean|heroku|cloudflare)[-_]?tokens?(?:\.txt)?$/,
  /^(?:npm|id|deploy|registry|service)[-_]?tokens?\.txt$/,
  /^\.passwd-[\w-]+$|^(?:sasl|smtp|mail|imap|rsyncd?|svn|git|ftp|http|vnc|x11vnc|ldap|mosquitto|squid|proxy)[-_.]?passwd$/,
  /^(?:[\w]+[-_.])?key[-_]?file(?:\.txt)?$/,
  // What is named after its only contents: `.redis_password`, `github_pat.txt`, `google-token.json`.
  /^\.[a-z0-9][\w-]{0,40}[-_](?:tokens?|passwords?|passwd|secrets?|pat|auth|authkey|credentials?)$/,
  /^(?!.*(?:forgot|reset|lost|change|new|send|email|confirm|invalid|expired))[a-z0-9][\w-]{0,40}[-_](?:tokens?|passwords?|passwd|secrets?|pat|auth-?key|pin|webhook(?:[-_](?:url|secret))?)(?:[-_]file)?\.txt$/,
  /^(?:aws|azure|gcp|gcloud|google|firebase|stripe|twilio|sendgrid|openai|anthropic|gemini|mistral|groq|github|gitlab|slack|discord|telegram)[-_]?(?:service[-_])?(?:keys?|credentials)\.(?:json|txt|properties|ya?ml|csv)$/,
  /^(?:(?:my|all|our)[-_ ]?)?passwords\.(?:docx?|odt|pages|pdf)$/,
  /^(?:bitlocker|filevault)[-_ ]recovery[\w -]{0,80}\.(?:txt|pdf|bek)$/,
  /^(?:chrome|firefox|edge|brave|safari|opera)[-_ ]logins?\.(?:csv|json)$/,
  /^(?:oauth2?|gmail|google|drive|calendar|sheets|youtube|spotify|twitter|facebook|dropbox|graph|outlook|strava|fitbit|docker|dockerhub|ghcr)[-_]token(?:[-_]\w+)?(?:\.(?:json|pickle|ya?ml))?$|^token[-_]\w+\.(?:pickle|json)$/,
  /^[a-z0-9]{1,20}[-_](?:credentials|keypair|authkey)(?:\.(?:json|txt))?$/,
  // Settings that carry a login: of DNS providers, and those of one machine.
  /^(?:dns-)?(?:cloudflare|digitalocean|route53|ovh|hetzner|linode|gandi|godaddy|namecheap|dnsimple|rfc2136)\.ini$/,
  /^(?:database|db|config|parameters|params|secrets?|credentials)[-_.]local\.(?:ya?ml|php|json|ini|toml|properties|rb)$/,
  // Key stores, and the passwords beside them.
  /^(?:[a-z0-9]{1,20}[-_.])?key-?store\.(?:json|properties|txt|db|conf)$/,
  /\.(?:key|trust)store(?:[-_.][\w-]{1,20})?$/,
  // The private half of a dot file.
  /^\.(?:git-?config|gitconfig|bashrc|bash_profile|zshrc|zshenv|zprofile|profile|aliases|exports|functions)[._-](?:local|private|secrets?|work|personal)$|^\.(?:private|extra|localrc)$/,
  // What a browser keeps of its user.
  /^(?:safe browsing )?cookies(?:-journal|\.binarycookies)?$|^login data(?: for account)?(?:-journal)?$/,
  // What password managers write out, and what opens a vault.
  /^(?:bitwarden|lastpass|1password|keepass(?:xc)?|dashlane|nordpass|proton[-_]?pass|enpass|roboform|keeper|passbolt|bw)(?:[-_ ][\w. -]*)?\.(?:csv|1pif|xml)$/,
  /^(?:google[-_]?authenticator|authy|aegis|2fas|andotp|metamask|phantom|electrum|ledger|trezor|exodus|wallet)[-_](?:codes?|export|backup|seeds?|phrase|words)(?:[-_.][\w-]+)?\.(?:txt|json|csv|png|zip)$/,
  /(?:^|[-_.])(?:ansible|group|host|prod|production|staging|dev|main|all)[-_.]vault\.(?:ya?ml|json|txt)$/,
  /^(?:bitwarden|lastpass|1password|keepass(?:xc)?|dashlane|nordpass|proton[-_]?pass|enpass|roboform|chrome|firefox|edge|brave|safari)[-_ ](?:export|passwords?|vault)[\w. -]*\.(?:json|csv|xml|txt|html?|zip)$/,
  /(?:^|[-_.])(?:unseal|root|recovery|master|seed)[-_]?(?:keys?|tokens?)\.(?:txt|json|ya?ml|csv)$/,
  /^vault[-_]?(?:init|keys?|unseal)[\w.-]*\.(?:json|txt|ya?ml)$/,
  // Keys of cloud accounts, as the providers' consoles name them.
  /service[-_]?accounts?(?:[-_.][\w.-]*)?\.json$/,
  /(?:^|[-_.])(?:firebase[-_]?adminsdk|gcp[-_]?(?:key|credentials?|sa)|google[-_]?credentials?|sa[-_]?key)[\w.-]*\.json$/,
  // A project, and the first twelve digits of its key's name.
  /^[a-z][a-z0-9-]{4,28}[a-z0-9]-(?=[a-f]*\d)(?=\d*[a-f])[a-f0-9]{12}\.json$/,
  /^client[-_]secrets?[\w.-]*\.json$/,
  /^(?:accesskeys?|rootkey|[\w.-]*_accesskeys)\.csv$/,
  // Settings for one environment, next to the general ones.
  /^appsettings\.(?:local|development|staging|production|prod|secrets?)\.json$/,
  /^application-(?:local|secrets?|prod|production)\.(?:ya?ml|properties)$/,
  /^(?:settings[-_.]local|local[-_.]settings|settings[-_.]secrets?|settings[-_.]prod(?:uction)?)\.py$/,
  // History files of shells and clients.
  /^\.[\w-]{1,30}_history$|^(?:bash|zsh|sh|mysql|psql|irb|python|node_repl|sqlite|rediscli|mongo|php)_history$/,
  /^\.?kube-?config(?:[-_.][\w.-]+)?$/,
  /^[\w.-]+[-_.]kubeconfig(?:\.ya?ml)?$/,
  /^\.?(?:ansible[-_]?)?vault[-_]?pass(?:word)?(?:[-_.]?file)?(?:\.txt)?$/,
  /^\.?(?:[\w.-]{1,40}[-_ .])?(?:mnemonics?|(?:seed|recovery|secret|wallet)[-_ ]?phrase|(?:recovery|backup|scratch|2fa|mfa|[th]?otp)[-_ ]?(?:codes?|keys?|seeds?|secrets?))(?:\.(?:txt|json|csv|pdf|docx?|png))?$/,
  /^utc--\d{4}-.*--[0-9a-f]{40}$/,
  /^wg\d{1,3}\.conf$/,
  /\.publishsettings(?:\.xml)?$|\.pubxml\.user$/,
];

/** By the kind of key at the end or the beginning of the name; the public half ends in `.pub`. */
const isPrivateKey = (name: string): boolean =>
  !name.endsWith('.pub') &&
  /^(?:[\w.@-]*[-_.])?(?:id_)?(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?(?:[-_.][\w.-]*key|\.key|\.pem)?$|^id_(?:rsa|dsa|ecdsa|ed25519)|^ssh_host_[\w]+_key$/.test(
    name,
  );

/** `.env` in all its forms except published samples without values. */
function isEnvironmentFile(name: string): boolean {
  if (
    /^\.env[._-](?:[\w-]+[._-])?(?:example|sample|template|tmpl|dist|defaults?|schema)$/.test(name)
  )
    return false;
  return (
    /^\.env(?:[._-].*|rc.*)?$|^env$/.test(name) ||
    /^\.(?:dev|prod|local)\.vars(?:\..*)?$/.test(name) ||
    /^\.?flaskenv$/.test(name) ||
    /^env\.(?:local|dev|development|test|prod|production|staging)$/.test(name) ||
    /^\.?[\w-]+\.env(?:\.(?!example$|sample$|template$)\w+)?$/.test(name)
  );
}

/** NTFS reads "x.pem::$DATA" and "x.pem. " as "x.pem". */
function windowsName(part: string): string {
  if (part === '.' || part === '..') return part;
  return part.replace(/::?\$?data$/, '').replace(/[. ]+$/, '');
}
