import assert from 'node:assert/strict';
import { deniedReason } from '../../../../src/sources/files/denied.ts';

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
const ALLOWED =
  `README.md .env.example .env.sample src/environment.ts src/keys.ts docs/secrets.md tokens.ts
  .gitignore .github/workflows/ci.yml git/notes.md envelope.txt monkey.txt src/password.ts id_rsa.pub
  .docker/Dockerfile package.json`.split(/\s+/);

describe('deny list', () => {
  it('T13 names what holds secrets, in any case and folder', () => {
    for (const path of DENIED) {
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
