/**
 * Files that change how this or another machine behaves: a model's words are never written there. By kind:
 * whatever is in a hidden folder or is a hidden file; instructions for assistants; what build tools, package
 * managers, containers and CI run.
 */
const KINDS: readonly RegExp[] = [
  // A segment that begins with a dot.
  /(?:^|\/)\.(?!\.?(?:\/|$))/,
  /(?:^|\/)[^/]*\.env(?:\.[^/]*)?$|\.(?:code-workspace|sublime-project|iml)$/,
  /(?:^|\/)(?:agents?|claude|gemini|copilot|codex|qwen|warp|jules|crush|cursor|skill|conventions)(?:[-_.][\w.-]+)?\.md$/,
  /\.(?:instructions|prompt|chatmode|agent)\.md$|(?:^|\/)(?:copilot-instructions\.md|[\w.-]*mcp(?:[-_]config)?\.json|claude_desktop_config\.json)$/,
  /(?:^|\/)(?:gnu)?makefile(?:\.[\w-]+)?$|\.mk$|(?:^|\/)cmakelists\.txt$/,
  /(?:^|\/)(?:docker|container)file(?:[.-][\w.-]+)?$|(?:^|\/)[\w.-]*compose(?:\.[\w-]+)?\.ya?ml$/,
  /(?:^|\/)(?:jenkins|vagrant|rake|gem|just|proc|brew|tilt|earth|fast|app|pod|guard|danger|snap|task)file(?:\.[\w-]+)?$/,
  /(?:^|\/)(?:package|composer|deno|lerna|nx|turbo|rush|bower|component|vercel|firebase|now|app|renovate|lefthook)\.(?:json|jsonc|json5|ya?ml|toml)$/,
  /(?:^|\/)(?:tsconfig|jsconfig)[\w.-]*\.json$|(?:^|\/)[\w.-]+\.config\.(?:[cm]?[jt]s|json)$/,
  /(?:^|\/)(?:pyproject|cargo|bunfig|wrangler|netlify|fly|pipfile|mise|poetry|pixi|devbox|rust-toolchain|clippy|rustfmt)\.(?:toml|json)$/,
  /(?:^|\/)(?:setup\.(?:py|cfg)|tox\.ini|noxfile\.py|conftest\.py|sitecustomize\.py|pipfile|(?:requirements|constraints)[\w.-]*\.txt|build\.rs)$/,
  /(?:^|\/)(?:pom|build|ivy|web|app|nuget|directory\.build)\.(?:xml|config|props|targets)$|\.(?:gradle|gradle\.kts|sbt|csproj|fsproj|vbproj|vcxproj|proj|props|targets|sln|cabal|gemspec|podspec)$/,
  /(?:^|\/)(?:gradlew?|mvnw)(?:\.bat|\.cmd)?$|(?:^|\/)gradle(?:-wrapper)?\.properties$/,
  /(?:^|\/)(?:go\.(?:mod|work)|mix\.exs|package\.swift|meson\.build|build(?:\.bazel)?|workspace(?:\.bazel)?|module\.bazel|flake\.nix|shell\.nix|default\.nix)$/,
  /(?:^|\/)(?:azure-pipelines|appveyor|bitbucket-pipelines|cloudbuild|buildspec|circle|codemagic|wercker|shippable|serverless|action|render|app|pnpm-workspace|taskfile|skaffold|codecov|mkdocs|_config|lefthook|pre-commit-config|dependabot)[\w.-]*\.ya?ml$/,
  // Short names of Windows: `GIT~1` is `.git`.
  /(?:^|\/)[^/]{1,8}~\d(?:\.[^/]{1,3})?(?:\/|$)/,
];

/** Signs that a disk leaves out of names, and endings that Windows does. */
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const ENDING = /(?:::?\$data|[. ])+(?=\/|$)/g;

/** True for files that steer tools; `path` with either kind of slash, in any case. */
export function isProtected(path: string): boolean {
  const plain = path.replaceAll('\\', '/').toLowerCase().replace(UNSEEN, '');
  const names = plain
    .split('/')
    .map(part => (/^\.{0,2}$/.test(part) ? part : part.replace(ENDING, '')))
    .join('/');
  return KINDS.some(kind => kind.test(names));
}
