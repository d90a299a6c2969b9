/** Names (lower case) of files that hold secrets, whatever their contents. */
const NAMES = new Set(
  `.npmrc .yarnrc .yarnrc.yml .pypirc .netrc _netrc .pgpass .my.cnf .htpasswd .dockercfg .git-credentials
  .vault-token .terraformrc terraform.rc .boto .s3cfg .rclone.conf rclone.conf .bash_history .zsh_history
  .python_history .node_repl_history .mysql_history .psql_history .sqlite_history .rediscli_history
  credentials credentials.json credentials.csv credentials.xml application_default_credentials.json
  service-account.json serviceaccount.json service_account.json client_secret.json client_secrets.json
  accesstokens.json azureprofile.json msal_token_cache.json kubeconfig secrets.yml secrets.yaml secrets.json
  secrets.toml secret.yml secret.yaml secret.json master.key credentials.yml.enc local.settings.json
  wp-config.php passwords.txt password.txt shadow gshadow keystore .keystore auth.json .envrc .envrc.local
  gha-creds.json id_rsa id_dsa id_ecdsa id_ed25519 id_ecdsa_sk id_ed25519_sk known_hosts
  authorized_keys recovery-codes.txt .gem-credentials .cargo-credentials.toml`.split(/\s+/),
);

/** Name endings (lower case) of keys, key stores and state that carries secrets. */
const ENDINGS =
  `.pem .key .p8 .p12 .pfx .pkcs12 .jks .keystore .bks .asc .gpg .pgp .ppk .kdb .kdbx .kwallet .agilekeychain
  .opvault .1pif .tfstate .tfstate.backup .tfvars .tfvars.json .ovpn .mobileprovision .cer .crt .der .csr
  .env .secret .secrets .token .credentials .htpasswd .sqlite-wal .rdp .pcap`.split(/\s+/);

/** Folders (lower case) whose contents are never sent. */
const FOLDERS = new Set(
  `.git .hg .svn .bzr .ssh .gnupg .aws .azure .gcloud .kube .terraform .vault .chef .password-store
  .1password .keychain .mozilla .thunderbird`.split(/\s+/),
);

/**
 * Why a path is never read or sent, or undefined. Beats every include and explicit naming; compares
 * without case, since disks may. `path` is split at both kinds of slash.
 */
export function deniedReason(path: string): string | undefined {
  const parts = path.split(/[\\/]+/).map(part => windowsName(part.toLowerCase()));
  const name = parts.at(-1) ?? '';
  const folder = parts.slice(0, -1).find(part => FOLDERS.has(part));
  if (folder !== undefined) return `never sent: in ${folder}/`;
  if (FOLDERS.has(name)) return `never sent: ${name}/`;
  if (name === 'config.json' && parts.at(-2) === '.docker') return 'never sent: may hold secrets';
  if (parts.includes('.config') && parts.at(-2) === 'gh') return 'never sent: may hold secrets';
  if (isEnvironmentFile(name)) return 'never sent: may hold secrets (environment file)';
  if (NAMES.has(name)) return 'never sent: may hold secrets';
  if (/^id_(?:rsa|dsa|ecdsa|ed25519)/.test(name) && !name.endsWith('.pub'))
    return 'never sent: a private key';
  if (/^(?:service[-_]?account|gcp[-_]key|firebase-adminsdk).*\.json$/.test(name))
    return 'never sent: may hold secrets';
  if (
    /(?:^|[-_.])(?:credentials?|secrets?)\.(?:json|ya?ml|toml|ini|xml|txt|csv|properties|env)$/.test(
      name,
    )
  ) {
    return 'never sent: may hold secrets';
  }
  const ending = ENDINGS.find(
    end => name.endsWith(end) && (name.length > end.length || end === '.env'),
  );
  return ending === undefined ? undefined : `never sent: may hold secrets (*${ending})`;
}

/** `.env` in all its forms but the samples without values that projects publish. */
function isEnvironmentFile(name: string): boolean {
  if (/^\.env[._-](?:example|sample|template|dist|defaults?)$/.test(name)) return false;
  return (
    /^\.env(?:[._-].*|rc.*)?$/.test(name) ||
    /^\.?[\w-]+\.env(?:\.(?!example$|sample$|template$)\w+)?$/.test(name)
  );
}

/** NTFS reads "x.pem::$DATA" and "x.pem. " as "x.pem". */
function windowsName(part: string): string {
  if (part === '.' || part === '..') return part;
  return part.replace(/::?\$?data$/, '').replace(/[. ]+$/, '');
}
