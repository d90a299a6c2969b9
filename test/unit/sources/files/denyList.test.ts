import assert from 'node:assert/strict';
import { deniedFolder, deniedReason } from '../../../../src/sources/files/denyList.ts';

const DENIED =
  `.env .env.local .env.production .ENV prod.env config/.env.test .envrc .npmrc .yarnrc.yml .pypirc
  .netrc _netrc .pgpass .git-credentials .htpasswd id_rsa id_ed25519 ID_RSA id_rsa.bak keys/id_ecdsa server.pem
  tls/server.key cert.p12 cert.pfx store.jks release.keystore secring.gpg putty.ppk passwords.kdbx vault.kdb
  terraform.tfstate terraform.tfstate.backup prod.tfvars .aws/credentials .ssh/config .ssh/known_hosts
  .gnupg/pubring.kbx .kube/config .docker/config.json .config/gh/hosts.yml credentials.json
  application_default_credentials.json service-account.json client_secret.json secrets.yml app-secrets.yaml
  db.credentials.json master.key config/credentials.yml.enc local.settings.json .bash_history .git/config
  .svn/entries a/.git/objects/ab x.pem::$DATA x.pem. .vault-token firebase-adminsdk-x1.json .terraform/x.json`.split(
    /\s+/,
  );
/** Kinds that a list of names never ends: copies of editors and people, clients, clouds, build tools. */
const KINDS = [
  ...`.env~ .env.bak .env.production.local .env.old .env.swp .env.save .#.env #.env# .dev.vars
  .dev.vars.production .flaskenv .env.vault .env.keys prod.env .envrc my-service-account.json
  project-abc-firebase-adminsdk-x1y2.json gcp-key.json service-account-prod.json keyfile.json sa-key.json client_secret_123.apps.googleusercontent.com.json google-credentials.json
  .m2/settings.xml .gradle/gradle.properties local.properties keystore.properties nuget.config
  NuGet.Config .composer/auth.json .bundle/config .config/pypoetry/auth.toml pip.conf .condarc
  .hex/hex.config .cargo/credentials.toml .gem/credentials .docker/config.json .databrickscfg
  .snowsql/config kaggle.json .ngrok2/ngrok.yml .oci/config .fly/config.yml .sentryclirc
  .config/doctl/config.yaml .config/gcloud/credentials.db id_rsa.old github_rsa deploy_ed25519
  ssh_host_rsa_key server.key.bak key.pem~ cert.p12.old my.ppk authorized_keys .mylogin.cnf
  pgpass.conf .mongorc.js dataSources.local.xml sftp-config.json .vscode/sftp.json .ftpconfig
  filezilla.xml vault_pass.txt .vault_pass kubeconfig.yaml kube-config prod.kubeconfig k3s.yaml
  admin-secret.yaml secrets.prod.yaml appsettings.Production.json application-prod.yml
  local_settings.py secret_token.rb database.yml wp-config.php.bak wp-config.php~ cookies.txt
  session.har wg0.conf vpn.ovpn home.nmconnection wallet.dat UTC--2020-01-01T00-00-00.0Z--de0b295669a9fd93d5f28d9ec85e40f4cb697bae seed-phrase.txt rootkey.csv accessKeys.csv token.json
  .netrc.swp ..netrc.swp credentials.json.1 .npmrc.bak.2 passwords.xlsx .authinfo .msmtprc .git-credentials~ terraform.tfvars.bak prod.tfstate.1`.split(
    /\s+/,
  ),
  ...['id_rsa copy', 'server (1).key', 'credentials (2).json'],
];
/** Logins of further clients, and what published lists of such files name. */
const CLIENTS =
  `.terraformrc terraform.rc .terraform.d/credentials.tfrc.json .config/rclone/rclone.conf .rclone.conf
  .s3cfg .boto .passwd-s3fs .azure/accessTokens.json .azure/msal_token_cache.json
  .config/gcloud/access_tokens.db .config/gcloud/legacy_credentials/a/adc.json .config/hub
  .config/glab-cli/config.yml .config/stripe/config.toml .config/netlify/config.json
  .local/share/com.vercel.cli/auth.json .config/op/config .config/configstore/firebase-tools.json
  .clasprc.json .pulumi/credentials.json .config/linode-cli .config/hcloud/cli.toml .transifexrc
  .lftp/bookmarks .ncftp/bookmarks .my.cnf .pg_service.conf .dbeaver/credentials-config.json
  ewallet.p12 cwallet.sso .irssi/config .weechat/sec.conf .purple/accounts.xml .fetchmailrc
  .offlineimaprc .mbsyncrc .getmail/getmailrc .esmtprc ssmtp.conf sasl_passwd etc/shadow etc/gshadow
  krb5.keytab http.keytab .password-store/mail.gpg .config/sops/age/keys.txt prod.agekey .dockercfg
  .dockerconfigjson .config/helm/repositories.yaml .config/containers/auth.json .config/argocd/config
  talosconfig .talos/config vault-init.json unseal-keys.txt .consul-token .nomad-token
  .puppetlabs/token credentials.xml hudson.util.Secret .ivy2/.credentials .sbt/.credentials
  .lein/credentials.clj .cargo/credentials .wakatime.cfg .circleci/cli.yml .travis/config.yml .dogrc
  .newrelic/credentials.json .huggingface/token .cache/huggingface/token .codex/auth.json
  .claude/.credentials.json .gemini/oauth_creds.json .config/github-copilot/hosts.json
  .config/github-copilot/apps.json .streamlit/secrets.toml .dlt/secrets.toml .dbt/profiles.yml
  airflow.cfg .snowflake/connections.toml AuthKey_ABC123.p8 signing.properties store.bks
  .electrum/wallets/default_wallet .config/solana/id.json .secret .mnemonic wpa_supplicant.conf
  chap-secrets pap-secrets ipsec.secrets home.remmina office.rdp .vnc/passwd winscp.ini WinSCP.ini
  confCons.xml sitemanager.xml recentservers.xml export.1pif vault.1pux bitwarden_export_20260101.json
  lastpass_export.csv logins.json key4.db cookies.sqlite .config/tea/config.yml .zuliprc .twurlrc .trc
  .cassandra/cqlshrc .cassandra/credentials mongodb-keyfile .ghtoken github_token .github_token
  npm-token.txt pgbouncer/userlist.txt .config/gh-copilot .config/cloudflared/cert.pem
  .cloudflared/tunnel.json .wrangler/config/default.toml .config/.wrangler/config/default.toml
  .appcenter-cli/tokens .planetscale/access-token .config/planetscale/access-token .turbo/config.json
  .railway/config.json .render/cli.yaml .supabase/access-token .config/supabase/access-token
  x.agilekeychain .aws/credentials aws/credentials .htpasswd htpasswd login.keychain
  ServiceConfiguration.Cloud.cscfg chef/client.pem .netrc _netrc netrc .dbeaver-data-sources.xml
  dbeaver-data-sources.xml doctl/config.yaml .config/doctl/config.yaml dockercfg .env env
  filezilla.xml a.keystore a.keyring config/hub credentials.db credentials.json
  my-project-0a1b2c3d4e5f.json .xchat2/servlist_.conf store.jks
  jenkins.plugins.publish_over_ssh.BapSshPublisherPlugin.xml kdewallet.kwallet a.kdb a.kdbx adc.json
  x.tpm x.bek .muttrc muttrc .mysql_history mysql_history .npmrc npmrc cap.pcap vpn.ovpn
  config.inc.php pw.psafe3 otr.private_key .psql_history .pgpass pgpass etc/passwd LocalSettings.php
  database.yml a.pkcs12 a.p12 a.pfx a.asc a.key a.keypair a.pem my_rsa my_dsa my_ed25519 my_ecdsa
  .recon-ng/keys.db a.rdp robomongo.json irb_history secret_token.rb gem/credentials .gem/credentials
  s3cfg sftp-config sftp-config.json .ssh/config ssh/config Favorites.plist .bash_history bash_history
  zsh_history trc terraform.tfvars .tugboat tugboat`.split(/\s+/);
/** Further kinds: one key alone, stores of keys and what browsers and password managers keep. */
const ALONE = [
  ...`deploy_key github-bot-private-key flask_secret_key session_secret.txt keystore.json upload-keystore.json
  release.keystore.old tomcat-users.xml jmxremote.password redis.passwd wireguard.conf lastpass.csv
  1password-export.csv bw-export.csv github-recovery-codes.txt 2fa-backup-codes.txt metamask-seed.txt
  google-authenticator-codes.txt .cursor/mcp.json .expo/state.json .travis/api.yml ansible-vault.yml
  .gitconfig.local .zshrc.private keys.txt .p12 .pem Cookies Cookies-journal profiles.yml privatekey
  .redis_password github_pat.txt hsm_pin.txt google-token.json token_drive.pickle dockerhub-token
  cifs-credentials validator-keypair.json cloudflare.ini acme.json database.local.yml openvpn/auth.txt
  .secrets/any.ini .config/rbw/db.json tailscaled.state`.split(/\s+/),
  'Login Data',
  'Default/Web Data',
  ...`gcloud-service-key.json AwsCredentials.properties stripe-keys.json anthropic_key.txt oauth2_token.json
  passwords.docx logins.csv firefox_logins.csv .curlrc vpn.conf filevault_recovery.txt`.split(
    /\s+/,
  ),
  'BitLocker Recovery Key 1234.txt',
];
const ALLOWED =
  `README.md .env.example .env.sample src/environment.ts src/keys.ts docs/secrets.md tokens.ts
  .gitignore .github/workflows/ci.yml git/notes.md envelope.txt monkey.txt src/password.ts id_rsa.pub
  .docker/Dockerfile package.json .env.production.example .env.schema design/tokens.json src/credentials.ts
  appsettings.json application.yml gradle.properties settings.xml docs/api-keys.md keyboard.json key-value.ts
  settings.py manage.py passwordPolicy.md CHANGELOG.old.md report.2024-01-02.md src/secret-santa.ts rsa.ts
  tests/test_rsa.py identity.md backup.md notes~ config.json auth.ts session.md etc/hosts age.txt
  .cargo/config.toml .circleci/config.yml .claude/settings.json .travis.yml .config/nvim/init.lua HISTORY
  .config/dotnet-tools.json src/stop_token cl100k_base.tiktoken XPath.tokens gpasswd.1.gz passwd.vim
  docs/npmrc.md update-passwd.8.gz gcloud_auth_print-access-token.1.gz manifest-0123456789ab.js src/config/index.ts
  truststore.ts cookies.ts hub keys.md foreign_key primary_key.sql recovery-codes.md
  vault.md password_reset_token.txt .mcp.json .sops.yaml stop_token design-token.json
  wireguard.md .gitattributes .editorconfig .eslintrc.json tsconfig.json Dockerfile`.split(/\s+/);

describe('deny list', () => {
  it('T13 names what holds secrets, in any case and folder', () => {
    for (const path of [...DENIED, ...KINDS, ...CLIENTS, ...ALONE]) {
      assert.match(deniedReason(path) ?? '', /^never sent/, path);
      assert.match(deniedReason(path.toUpperCase()) ?? '', /^never sent/, path.toUpperCase());
      assert.match(
        deniedReason(`some\\folder\\${path.replaceAll('/', '\\')}`) ?? '',
        /^never sent/,
      );
    }
  });

  it('leaves ordinary files alone', () => {
    for (const path of ALLOWED) assert.equal(deniedReason(path), undefined, path);
  });

  it('goes into folders of sources that are named as a secret file is', () => {
    for (const path of `src/credentials packages/identity vendor/grpc/credentials lib/token cookies rsa env`.split(
      ' ',
    ))
      assert.equal(deniedFolder(path), undefined, path);
    for (const path of [
      '.ssh',
      'a/.aws',
      '.aws/sso',
      '.git',
      'x.agilekeychain',
      '.env',
      '.secrets',
    ])
      assert.match(deniedFolder(path) ?? '', /^never sent/, path);
  });
});
