const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Names (lower case) of files that contain secrets, whatever their contents. */
export const DENIED_NAMES: ReadonlySet<string> = new Set(
  words(`
  .npmrc .yarnrc .yarnrc.yml .pypirc pip.conf pip.ini .condarc .netrc _netrc .authinfo .pgpass pgpass.conf
  .my.cnf .mylogin.cnf .htpasswd htpasswd .passwd .dockercfg .dockerconfigjson .git-credentials .gitcookies
  .vault-token .terraformrc terraform.rc credentials.tfrc.json .boto .s3cfg .rclone.conf rclone.conf
  .databrickscfg .snowsql .sentryclirc .wakatime.cfg kaggle.json .ngrok.yml ngrok.yml .tugboat .hubrc
  .ossutilconfig .pulumi-credentials .lesshst .viminfo .dbshell .mongorc.js .mongoshrc.js
  credentials .credentials credentials.json credentials.csv credentials.xml application_default_credentials.json
  service-account.json serviceaccount.json service_account.json client_secret.json client_secrets.json
  oauth_creds.json claude_desktop_config.json keyfile.json key.json token.json token.pickle token.txt .token
  accesstokens.json azureprofile.json azureauth.json msal_token_cache.json kubeconfig k3s.yaml
  google-services.json googleservice-info.plist
  secrets.yml secrets.yaml secrets.json secrets.toml secret.yml secret.yaml secret.json .secret .secrets
  secret_token.rb secret_key_base .secret_key .secret-key master.key credentials.yml.enc local.settings.json
  wp-config.php localsettings.php config.inc.php parameters.yml database.yml vault.yml
  passwords.txt password.txt passwd shadow gshadow smbpasswd .smbcredentials ipsec.secrets chap-secrets
  pap-secrets wpa_supplicant.conf otr.private_key wallet.dat wallet.json
  keystore .keystore keystore.properties signing.properties key.properties local.properties
  settings-security.xml settings.security.xml nuget.config auth.json auth.toml .auth.json
  .envrc .envrc.local gha-creds.json .actrc
  id_rsa id_dsa id_ecdsa id_ed25519 id_ecdsa_sk id_ed25519_sk identity known_hosts authorized_keys
  recovery-codes.txt .gem-credentials .cargo-credentials.toml
  .msmtprc .fetchmailrc .muttrc .esmtprc .offlineimaprc .mbsyncrc
  filezilla.xml sitemanager.xml recentservers.xml sftp-config.json sftp.json .ftpconfig .remote-sync.json
  webservers.xml datasources.xml datasources.local.xml .dbeaver-data-sources.xml dbeaver-credentials-config.json
  robomongo.json hudson.util.secret cookies.txt cookies.sqlite logins.json key3.db key4.db signons.sqlite`),
);

/** Name endings (lower case) of keys, key stores, recordings and state that carries secrets. */
export const DENIED_ENDINGS: readonly string[] = words(`
  .pem .key .p8 .p12 .pfx .pkcs12 .jks .jceks .keystore .bks .asc .gpg .pgp .age .ppk .kdb .kdbx .kwallet
  .agilekeychain .opvault .1pif .1pux .keychain .keychain-db .tfstate .tfstate.backup .tfvars .tfvars.json
  .tfrc .tfrc.json .ovpn .tblk .pcf .nmconnection .mobileprovision .provisionprofile .cer .crt .der .csr
  .env .secret .secrets .token .credentials .htpasswd .sqlite-wal .rdp .pcap .pcapng .har .hprof .mdmp`);

/** Folders (lower case) whose contents are never sent. */
export const DENIED_FOLDERS: ReadonlySet<string> = new Set(
  words(`
  .git .hg .svn .bzr .ssh .gnupg .aws .azure .gcloud .kube .oci .aliyun .bluemix .terraform terraform.tfstate.d
  .terraform.d .vault .chef .jfrog .cloudflared .ngrok2 .snowflake .databricks .kaggle .huggingface .doppler
  .pulumi .fly .password-store .1password .keychain .mozilla .thunderbird .purple .mutt .davfs2`),
);

const ANY = /./;

/** Files that are secret in one folder only: by folder (the end of its path) and name. */
export const DENIED_IN: readonly (readonly [folder: string, file: RegExp])[] = [
  ['.docker', /^config\.json$/],
  ['.m2', /^settings.*\.xml$/],
  ['.gradle', /^gradle\.properties$/],
  ['.cargo', /^credentials/],
  ['.gem', /^credentials/],
  ['.composer', /^auth\.json$/],
  ['.bundle', /^config$/],
  ['.subversion', ANY],
  ['.subversion/auth', ANY],
  ['.sbt', /credentials/],
  ['.lein', /^(?:credentials|profiles)\.clj/],
  ['.hex', /^hex\.config$/],
  ['.config/gh', ANY],
  ['.config/glab-cli', ANY],
  ['.config/gcloud', ANY],
  ['.config/doctl', ANY],
  ['.config/hub', ANY],
  ['.config/containers', /^auth\.json$/],
  ['.config/pypoetry', ANY],
  ['.config/rclone', ANY],
  ['.config/sops', ANY],
  ['.config/sops/age', ANY],
  ['age', /^keys?\.txt$/],
  ['.irssi', /^config$/],
  ['.snowsql', /^config$/],
  ['.vercel', /^auth\.json$/],
  ['.netlify', /^config\.json$/],
  ['.codex', /^auth\.json$/],
  ['.cache/huggingface', /^token$/],
  ['wireguard', /\.conf$/],
  ['system-connections', ANY],
  ['config/credentials', /\.(?:key|enc)$/],
  ['etc', /^(?:passwd|shadow|sudoers)/],
  ['kubernetes', /^admin\.conf$/],
];
