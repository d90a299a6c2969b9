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
  sftp-config filezilla.xml sitemanager.xml recentservers.xml sftp-config.json sftp.json .ftpconfig .remote-sync.json
  webservers.xml datasources.xml datasources.local.xml .dbeaver-data-sources.xml dbeaver-credentials-config.json
  adc.json keys.db favorites.plist jenkins.plugins.publish_over_ssh.bapsshpublisherplugin.xml
  .clasprc.json .transifexrc .zuliprc .twurlrc .trc .dogrc .pg_service.conf .cvspass .erlang.cookie .rhosts
  .bitbucketrc .goobookrc .gist .gist-vim .dropbox_uploader .davmail.properties .vncpasswd cqlshrc
  airflow.cfg ssmtp.conf winscp.ini confcons.xml talosconfig cwallet.sso
  tomcat-users.xml wireguard.conf profiles.yml keys.txt mcp_config.json mcp_settings.json
  .curlrc .wgetrc .lftprc maven-settings.xml logins.csv vpn.conf root_token credentials.db authorized_keys2 privatekey presharedkey acme.json tailscaled.state tailscale.state keypair.json
  auth-user-pass auth-user-pass.txt sentry.properties fabric.properties crashlytics.properties .s3passwd
  .rediscli_auth robomongo.json hudson.util.secret cookies.txt cookies.sqlite logins.json key3.db key4.db signons.sqlite`),
);

/** Name endings (lower case) of keys, key stores, recordings and state that carries secrets. */
export const DENIED_ENDINGS: readonly string[] = words(`
  .pem .key .p8 .p12 .pfx .pkcs12 .jks .jceks .keystore .bks .asc .gpg .pgp .age .ppk .kdb .kdbx .kwallet
  .password .passwd .passphrase .pass .luks .agilekeychain .opvault .1pif .1pux .keychain .keychain-db .tfstate .tfstate.backup .tfvars .tfvars.json
  .tfrc .tfrc.json .ovpn .tblk .pcf .nmconnection .mobileprovision .provisionprofile .cer .crt .der .csr
  .cscfg .keyring .keypair .bek .tpm .keytab .agekey .remmina .sso .kirbi .ccache .psafe3
  .env .secret .secrets .token .credentials .htpasswd .sqlite-wal .rdp .pcap .pcapng .har .hprof .mdmp`);

/** Folders (lower case) whose contents are never sent. */
export const DENIED_FOLDERS: ReadonlySet<string> = new Set(
  words(`
  .git .hg .svn .bzr .ssh .gnupg .aws .azure .gcloud .kube .oci .aliyun .bluemix .terraform terraform.tfstate.d
  .terraform.d .vault .chef .jfrog .cloudflared .ngrok2 .snowflake .databricks .kaggle .huggingface .doppler
  .pulumi .fly .password-store .1password .keychain .mozilla .thunderbird .purple .mutt .davfs2 .secrets
  .private .bitwarden`),
);

const ANY = /./;

/** Programs that keep a login in a folder of their own in the home folder, or in `.config`. */
const CLIENTS = words(`
  rbw bitwarden tailscale sourcehut jj hub gh-copilot github-copilot stripe netlify vercel op heroku linode-cli hcloud scw civo vultr upcloud ovh
  argocd talos solana tea planetscale supabase railway render flyctl fly appcenter-cli nomad consul puppetlabs
  wrangler cloudflared doppler infisical snyk sonar circleci travis bitrise codecov datadog newrelic sentry
  grafana grafanactl rollbar honeycomb pagerduty twilio-cli sendgrid mailchimp shopify slack discord zulip
  todoist jira jira-cli atlassian gitlab glab codeberg bitbucket hackmd openai anthropic claude gemini codex
  cursor aider cohere mistral groq replicate wandb neptune comet mlflow modal lightning runpod vastai
  snowsql databricks confluent ccloud mongocli atlas neon turso upstash algolia contentful sanity expo eas
  fastlane amplify firebase pypoetry hatch twine rubygems npm yarn pnpm cargo composer nuget`);

/** What such a program calls the file of its login. Others in a folder of its name may be those of a project. */
const LOGIN =
  /^(?:hosts|auth|apps|accounts?|login|session|tokens?|[\w-]*token|credentials?)(?:\.(?:json|toml|ya?ml|ini|cfg|conf|txt))?$/;

const BROWSER = /^(?:web data|local state|extension cookies|sessions?)$/;

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
  ['.circleci', /^cli\.ya?ml$/],
  ['.travis', /^(?:config|api)\.yml$/],
  ['.expo', /^state\.json$/],
  ['.cursor', /^mcp\.json$/],
  ['.windsurf', /^mcp[\w-]*\.json$/],
  // What a browser keeps of one user.
  ['default', BROWSER],
  ['user data', BROWSER],
  ['profile 1', BROWSER],
  ['.turbo', /^config\.json$/],
  ['.dbt', /^profiles\.ya?ml$/],
  ['.cassandra', ANY],
  ['.lftp', /^(?:bookmarks|rc)$/],
  ['.ncftp', /^bookmarks$/],
  ['.weechat', /^(?:sec|irc)\.conf$/],
  ['.getmail', ANY],
  ['pgbouncer', /^userlist\.txt$/],
  ['.wrangler/config', ANY],
  ['.vnc', /^passwd$/],
  ...CLIENTS.map(name => [`.${name}`, LOGIN] as const),
  ...CLIENTS.map(name => [`.config/${name}`, ANY] as const),
  ['.config/.wrangler/config', ANY],
  ['.talos', /^config$/],
  ['.railway', /^config\.json$/],
  ['.render', /^cli\.ya?ml$/],
  ['.config', new RegExp(`^(?:${CLIENTS.join('|')})$`)],
  ['.config/configstore', ANY],
  ['.config/helm', /^repositories\.ya?ml$/],
  ['.config/helm/registry', /^config\.json$/],
  ['.electrum/wallets', ANY],
  ['xchat2', /^servlist_?\.conf$/],
  ['.xchat2', /^servlist_?\.conf$/],
  ['.config/gcloud/legacy_credentials', ANY],
  ['doctl', /^config\.ya?ml$/],
  ['ssh', /^config$/],
  ['config', /^hub$/],
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
  ['openvpn', /^(?:auth|login|pass|user-?pass|credentials?)[\w-]*\.(?:txt|conf)$/],
  ['.config/openvpn', ANY],
  ['system-connections', ANY],
  ['config/credentials', /\.(?:key|enc)$/],
  ['etc', /^(?:passwd|shadow|sudoers)/],
  ['kubernetes', /^admin\.conf$/],
];
