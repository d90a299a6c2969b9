import assert from 'node:assert/strict';
import { deniedReason } from '../../../../src/sources/files/denyList.ts';

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
const ALLOWED =
  `README.md .env.example .env.sample src/environment.ts src/keys.ts docs/secrets.md tokens.ts
  .gitignore .github/workflows/ci.yml git/notes.md envelope.txt monkey.txt src/password.ts id_rsa.pub
  .docker/Dockerfile package.json .env.production.example .env.schema design/tokens.json src/credentials.ts
  appsettings.json application.yml gradle.properties settings.xml docs/api-keys.md keyboard.json key-value.ts
  settings.py manage.py passwordPolicy.md CHANGELOG.old.md report.2024-01-02.md src/secret-santa.ts rsa.ts
  tests/test_rsa.py identity.md backup.md notes~ config.json auth.ts session.md etc/hosts age.txt
  wireguard.md .gitattributes .editorconfig .eslintrc.json tsconfig.json Dockerfile`.split(/\s+/);

describe('deny list', () => {
  it('T13 names what holds secrets, in any case and folder', () => {
    for (const path of [...DENIED, ...KINDS]) {
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
});
