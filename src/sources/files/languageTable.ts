// Made by `npm run languages` from the data of GitHub's Linguist (linguist-languages, MIT). Do not edit.
// A line a language: its VS Code id, and what it is known by.
export const EXTENSIONS = `
1c-enterprise bsl os
abap abap
abap-cds asddls
abnf abnf
actionscript as
ada ada adb ads
adobe-font-metrics afm
agda agda
ags-script asc
aidl aidl
aiken ak
al al
aleo aleo
algol alg
alloy als
altium-designer outjob pcbdoc prjpcb schdoc
ampl ampl
angelscript angelscript
answer-set-programming lp
antlr g4
apacheconf apacheconf vhost
apex apex cls trigger
api-blueprint apib
apl apl dyalog
apollo-guidance-computer agc
applescript applescript scpt
arc arc
asciidoc adoc asciidoc
asl asl dsl
asn-1 asn asn1
asp-net asax ascx ashx asmx aspx axd
aspectj aj
assembly a51 asm inc nasm
astro astro
asymptote asy
ats dats hats sats
augeas aug
autohotkey ah1 ah2 ahk ahkl
autoit au3
avro-idl avdl
awk auk awk gawk mawk nawk
b b
b-formal-method mch
b4x bas
ballerina bal
baml baml
bat bat cmd
bbcode bbcode
beef bf
befunge befunge
berry be
bibtex bib bibtex
bibtex-style bst
bicep bicep bicepparam
bikeshed bs
bison bison
bitbake bb bbappend bbclass
blade blade
blitzbasic decls
blitzmax bmx
blueprint blp
bluespec bsv
boo boo
boogie bpl
bqn bqn
brightscript brs
bru bru
c c cats h idc
c-objdump c-objdump
c2hs-haskell chs
c3 c3
cabal-config cabal
caddyfile caddyfile
cadence cdc
cairo cairo
cameligo mligo
cangjie cj
cap-cds cds
cap-n-proto capnp
carbon carbon
cartocss mss
ceylon ceylon
chapel chpl
charity ch
checksums crc32 md2 md4 md5 sha1 sha2 sha224 sha256 sha256sum sha3 sha384 sha512
chuck ck
cil cil
circom circom
cirru cirru
clarion clw
clarity clar
classic-asp asp
clean dcl icl
click click
clips clp
clojure boot cl2 clj cljc cljs cljscm cljx hic
closure-templates soy
clue clue
cmake cmake
cobol cbl ccp cob cobol cpy
codeql ql qll
coffeescript cjsx coffee iced
coldfusion cfm cfml
coldfusion-cfc cfc
collada dae
common-lisp asd lisp lsp ny podsl sexp
common-workflow-language cwl
component-pascal cp cps
conll-u conll conllu
cooklang cook
cool cl
cpp c++ cc cpp cppm cxx h++ hh hpp hxx inl ino ipp ixx tcc tpp txx
cpp-objdump c++-objdump c++objdump cpp-objdump cppobjdump cxx-objdump
cql cql
creole creole
crystal cr
csharp cake cs csx linq
cson cson
csound orc udo
csound-document csd
csound-score sco
css css
csv csv
cuda cu cuh
cue cue
curry curry
cweb w
cycript cy
cylc cylc
cypher cyp cypher
cython pxd pxi pyx
d d di
d-objdump d-objdump
d2 d2
dafny dfy
darcs-patch darcspatch dpatch
dart dart
daslang das
dataweave dwl
denizenscript dsc
desktop desktop
dhall dhall
diff diff patch
digital-command-language com
dircolors dircolors
dm dm
dns-zone arpa zone
dockerfile containerfile dockerfile
dogescript djs
dotenv env
dylan dyl dylan intr lid
e e
e-mail eml mbox
easybuild eb
ebnf ebnf
ec ec eh
ecere-projects epj
ecl ecl eclxml
edge edge
edgeql edgeql esdl
editorconfig editorconfig
edje-data-collection edc
edn edn
ejs ect ejs jst
elixir ex exs
elm elm
elvish elv
emacs-lisp el emacs
emberscript em emberscript
eq eq
erlang app erl es escript hrl xrl yrl
f fst fsti
factor factor
fancy fancypack fy
fantom fan
faust dsp
fennel fnl
figlet-font flf
firrtl fir
fish fish
flatbuffers fbs
flix flix
fluent ftl
flux flux fx
forth forth frt fth
fortran f f77 f90 for
fortran-free-form f03 f08 f95
fpp fpp fppi
freebasic bi
freemarker ftlh
frege fr
fsharp fs fsi fsx
futhark fut
g-code cnc g gco gcode
game-maker-language gml
gaml gaml
gams gms
gap gap gi tst
gdb gdb gdbinit
gdscript gd
gdshader gdshader gdshaderinc
gedcom ged
gemini gmi
genero-per per
genie gs
genshi kid
gentoo-ebuild ebuild
gentoo-eclass eclass
gerber-image cmp gbl gbo gbp gbr gbs gko gpb gpt gtl gto gtp
gherkin feature story
gleam gleam
glimmer-js gjs
glimmer-ts gts
glsl fp frag frg fsh fshader geo geom glsl glslf glslv gshader rchit rmiss tesc tese vert vrx vs vsh vshader
glyph glf
glyph-bitmap-distribution-format bdf
gn gn gni
gno gno
gnuplot gnu gnuplot gp plot plt
go go
go-template gohtml gotmpl tmpl
godot-resource gdnlib gdns tres tscn
golo golo
gosu gst gsx vark
grace grace
grammatical-framework gf
graphql gql graphql graphqls
graphviz-dot dot gv
groovy gradle groovy grt gtpl gvy
groovy-server-pages gsp
gsc csc gsc gsh
gtkrc gtkrc
hack hack hhi
haml haml
handlebars handlebars hbs
harbour hb
hare ha
haskell hs hs-boot hsc
haxe hx hxsl
hcl hcl nomad tfvars tofu workflow
hip hip
hiveql hql q
hlsl cginc fxh hlsl hlsli
hocon hocon
holyc hc
hoon hoon
html hta htm html shtml xht xhtml
html-ecr ecr
html-eex heex leex
html-erb erb rhtml
html-php phtml
html-razor cshtml razor
http http
hurl hurl
hxml hxml
hy hy
icalendar ical ics
idl dlm
idris idr lidr
ignore gitignore
igor-pro ipf
il-assembly il
imagej-macro ijm
imba imba
imhex-pattern-language hexpat
inform-7 i7x ni
ini cfg cnf container dof ini lektorproject mount network prefs service socket target timer url
ink ink
inno-setup isl iss
io io
ioke ik
irc-log irclog weechatlog
isabelle thy
ispc ispc
j ijs
jac jac
jai jai
janet janet
jass j
java jav java jsh
java-server-pages jsp tag
java-template-engine jte
javascript bones cjs es6 jake javascript js jsb jscad jsfl jslib jsm jspre jss mjs njs pac sjs ssjs xsjs xsjslib
javascriptreact jsx
jcl jcl
jest-snapshot snap
jetbrains-mps mpl mps msd
jflex flex jflex
jinja j2 jinja jinja2
jison jison
jison-lex jisonlex
jolie iol ol
json avsc geojson gltf har json json-tmlanguage mcmeta sarif slnlaunch tfstate topojson webapp webmanifest yyp
json-with-comments code-snippets code-workspace hujson sublime-build sublime-color-scheme sublime-commands sublime-completions sublime-keymap sublime-macro sublime-menu sublime-mousemap sublime-project sublime-settings sublime-theme sublime-workspace sublime_metrics sublime_session
json5 json5
jsonc jsonc
jsoniq jq
jsonl jsonl ndjson
jsonld jsonld
jsonnet jsonnet libsonnet
julia jl
jupyter ipynb
just just
kaitai-struct ksy
kakounescript kak
kcl k
kdl kdl
kerboscript ks
kicad-layout kicad_mod kicad_pcb kicad_wks
kicad-legacy-layout brd
kicad-schematic kicad_sch kicad_sym
kit kit
koka kk
kolmafia-ash ash
kotlin kt ktm kts
krl krl
kusto csl kql
kvlang kv
labview lvclass lvlib lvproj
langium langium
lark lark
lasso las lasso lasso8 lasso9
latex aux bbx cbx dtx ins latex lbx ltx mkii mkiv mkvi sty tex
latte latte
lean hlean lean
leo leo
less less
lex l lex
lfe lfe
ligolang ligo
lilypond ily ly
linker-script ld lds
liquid liquid
liquidsoap liq
literate-agda lagda
literate-coffeescript litcoffee
literate-haskell lhs
livecode-script livecodescript
livescript ls
llvm ll
lobster lobster
log log
logos xi xm
logtalk lgt logtalk
lolcode lol
lookml lkml lookml
lsl lsl lslp
lua fcgi lua nse p8 pd_lua rbxs rockspec wlua
luau luau
m mumps
m3u m3u m3u8
m4 m4
macaulay2 m2
makefile mak make makefile mk mkfile
mako mako mao
markdown livemd markdown md mdown mdwn mkd mkdn mkdown myst ronn scd workbook
marko marko
mask mask
matlab mat matlab
max maxhelp maxpat maxproj mxt pat
maxscript mcr ms
mcfunction mcfunction
mdsvex svx
mdx mdx
mermaid mermaid mmd
metal metal
metta metta
microsoft-visual-studio-solution sln
minid minid
minizinc mzn
minizinc-data dzn
mint mint
mirah druby duby mirah
mirc-script mrc
mlir mlir
modelica mo
modula-2 mod
modula-3 i3 ig m3 mg
module-management-system mmk mms
mojo mojo
monkey monkey monkey2
monkey-c mc
moocode moo
moonbit mbt
moonscript moon
motorola-68k-assembly x68
move move
mql4 mq4 mqh
mql5 mq5
mtml mtml
muf muf
mupad mu
muse muse
mustache mustache
myghty myt
nanorc nanorc
nasal nas
nasl nasl
ncl ncl
nearley ne nearley
nemerle n
neon neon
nesc nc
netlinx axi axs
netlogo nlogo
newlisp nl
nextflow nf
nginx nginx nginxconf
nim nim nimble nimrod nims
ninja ninja
nit nit
nix nix
noir nr
nsis nsh nsi
nu nu
numpy numpy numpyw numsc
nunjucks njk
nwscript nss
oberon ob2
objdump objdump
objective-c m
objective-cpp mm
objective-j sj
ocaml eliom eliomi ml ml4 mli mll mly
odin odin
omgrofl omgrofl
omnet-msg msg
omnet-ned ned
ooc ooc
opa opa
opal opal
open-policy-agent rego
opencl opencl
openedge-abl p
openqasm qasm
openscad scad
openstep-property-list glyphs plist
opentype-feature-file fea
org org
overpassql overpassql
overpy opy
ox ox oxh oxo
oxygene oxygene
oz oz
p4 p4
pact pact
pan pan
papyrus psc
parrot parrot
parrot-assembly pasm
parrot-internal-representation pir
pascal dfm dpr lpr pas pascal
pawn pwn sma
pddl pddl
peg-js peggy pegjs
pep8 pep
perl cgi perl ph pl plx pm psgi t
php aw ctp php php3 php4 php5 phps phpt
pic chem pic
piglatin pig
pike pike pmod
pkl pkl
plaintext nb no txt
plantuml iuml plantuml puml
plpgsql pgsql
plsql bdy ddl fnc pck pkb pks plb pls plsql prc spc tpb tps trg vw
po po pot
pod pod pod6
pogoscript pogo
polar polar
pony pony
portugol por
postcss pcss postcss
postscript eps epsi pfa ps
pov-ray-sdl pov
power-query pq
powerbuilder pbt sra sru srw
powershell ps1 psd1 psm1
praat praat
prisma prisma
pro-c pc
processing pde
prolog pro prolog yap
promela pml
propeller-spin spin
properties conf gitconfig properties
proto3 proto
protocol-buffer-text-format pbtxt textproto txtpb
public-key pub
pug jade pug
puppet pp
pure-data pd
purebasic pb pbi
purescript purs
pyret arr
python gyp gypi lmi py py3 pyde pyi pyp pyt pyw tac wsgi xpy
python-traceback pytb
qmake pri
qml qbs qml
qsharp qs
quakec qc
quarto qmd
quint qnt
r r rd rhistory rsx
racket rkt rktd rktl scrbl
ragel rl
raku nqp p6 p6l p6m pl6 pm6 raku rakumod
raml raml
rascal rsc
rascript rascript
raw-token-data raw
rbs rbs
rdoc rdoc
realbasic rbbas rbfrm rbmnu rbres rbtbar rbuistate
reason re rei
reasonligo religo
rebol r2 r3 reb rebol
red red
redcode cw
redscript reds
regular-expression regex regexp
ren-py rpy
renderscript rsh
rescript res resi
restructuredtext rest rst
rexx pprx rex rexx
rhai rhai
rich-text-format rtf
ring ring
riot riot
rmd rmd
robotframework resource robot
roc roc
rocq-prover coq
roff man mdoc me roff tmac
ron ron
ros-interface action srv
rouge rg
rpc x
rpgle rpgle sqlrpgle
rpm-spec spec
ruby builder eye gemspec god jbuilder mspec pluginspec podspec prawn rabl rake rb rbi rbuild rbw rbx ru ruby thor watchr
runoff rnh rno
rust rs
sage sage sagews
sail sail
salt sls
sas sas
sass sass
scala kojo sbt scala
scaml scaml
scenic scenic
scheme sch scm sld sps ss
scilab sce sci
scss scss
sed sed
self self
selinux-policy te
shaderlab shader
shellscript bash bats command ksh pacscript sbatch sh slurm tmux tool zsh zsh-theme
shellsession sh-session
shen shen
sieve sieve
simple-file-verification sfv
sip sip
slang slang
slash sl
slice ice
slim slim
slint slint
smali smali
smalltalk st
smarty tpl
smithy smithy
smpl cocci
smt smt smt2 z3
snakemake smk snakefile
solidity sol
sourcepawn sp
sparql rq sparql
spicedb-schema zed
spline-font-database sfd
sqf hqf sqf
sql mysql sql tab udf viw
sqlpl db2
squirrel nut
srecode-template srt
stan stan
standard-ml fun sig sml
star star
starlark bzl
stata ado do doh ihlp mata matah sthlp
stl stl
ston ston
stylus styl
sugarss sss
supercollider sc
surrealql surql
svelte svelte
sway sw
sweave rnw
swift swift
swig i swg swig
systemverilog sv svh vh
tact tact
talon talon
tape tape
tcl adp sdc tcl tm xdc
tcsh csh tcsh
tea tea
teal tl
templ templ
terraform tf
terraform-template tftpl
texinfo texi texinfo txi
textgrid textgrid
textile textile
thrift thrift
tl-verilog tlv
tla tla
tmdl tmdl
toit toit
tolk tolk
toml toml
tsv tsv
turing tu
turtle ttl
twig twig
txl txl
typescript cts mts ts
typescriptreact tsx
typespec tsp
typst typ
unified-parallel-c upc
unity3d-asset anim asset meta prefab unity
unix-assembly s
uno uno
unrealscript uc
untyped-plutus-core uplc
urweb ur urs
vala vala vapi
valve-data-format vdf vmf
vb vb vbhtml
vba frm vba
vbscript vbs
vcard vcf
vcl vcl
velocity-template-language vtl
vento vto
verilog v veo
verse verse
vespa-schema-definition sd
vhdl vhd vhdl vhf vhi vho vhs vht vhw
vim-script vim vimrc vmb
vim-snippet snip snippet snippets
visual-basic-6-0 ctl dsr
volt volt
vue vue
vyper vy
wat wat
wavefront-material mtl
wavefront-object obj
wdl wdl
web-ontology-language owl
webassembly wast
webassembly-interface-type wit
webidl webidl
webvtt vtt
wgsl wgsl
whiley whiley
wikitext mediawiki wiki wikitext
windows-registry-entries reg
wisp wisp
witcher-script ws
wolfram-language cdf ma mathematica mt nbp wl wls wlt
wollok wlk
world-of-warcraft-addon-data toc
wren wren
x-bitmap xbm
x-pixmap xpm
x10 x10
xbase prg prw
xc xc
xml adml admx ant axaml axml builds ccproj ccxml clixml cproject cscfg csdef csproj ct dbk depproj dita ditamap ditaval docbook dotsettings filters fsproj fxml glade gmx gpx grxml hzp icls iml ivy jelly jsproj kml launch mdpolicy meta4 mjml mxml natvis ndproj nproj nuspec odd osm pkgproj proj props ps1xml psc1 pt pubxml qhelp rbxmx rdf resx rss scxml sfproj shproj slnx srdf storyboard sublime-snippet svg targets tml ui urdf ux vbproj vcxproj vsixmanifest vssettings vstemplate vxml wixproj wsdl wsf wxi wxl wxs x3d xacro xaml xib xlf xliff xmi xml xmp xproj xsd xspec xul zcml
xml-property-list sttheme tmcommand tmlanguage tmpreferences tmsnippet tmtheme
xojo xojo_code xojo_menu xojo_report xojo_script xojo_toolbar xojo_window
xonsh xsh
xpages xsp-config
xproc xpl xproc
xquery xq xql xqm xquery xqy
xs xs
xsl xsl
xslt xslt
xtend xtend
yacc y yacc yy
yaml mir reek rviz sublime-syntax syntax yaml yaml-tmlanguage yml
yang yang
yara yar yara
yasnippet yasnippet
yul yul
zap xzap zap
zeek bro zeek
zenscript zs
zephir zep
zig zig
zil mud zil
zimpl zimpl zmpl zpl
zmodel zmodel
`;
export const FILE_NAMES = `
alpine-abuild apkbuild
ant-build-system ant.xml build.xml
apacheconf .htaccess apache2.conf httpd.conf
bat gradlew.bat mvnw.cmd
bird2 bird.conf
browserslist .browserslistrc browserslist
cabal-config cabal.config cabal.project
caddyfile caddyfile
checksums checksums.txt cksums md5sum.txt md5sums sha1sums sha256sums sha256sums.txt sha512sums
clojure riemann.config
cloud-firestore-security-rules firestore.rules
cmake cmakelists.txt
codeowners codeowners
coffeescript cakefile
crontab crontab
curl-config .curlrc _curlrc
cylc suite.rc
dircolors .dir_colors .dircolors _dir_colors _dircolors dir_colors
dockerfile containerfile dockerfile
dotenv .env .env.ci .env.dev .env.development .env.development.local .env.example .env.local .env.prod .env.production .env.sample .env.staging .env.template .env.test .env.testing
dune dune-project
earthly earthfile
editorconfig .editorconfig
elixir mix.lock
emacs-lisp .abbrev_defs .emacs .emacs.desktop .gnus .spacemacs .viper _emacs abbrev_defs cask eask project.ede
erlang emakefile rebar.config rebar.config.lock rebar.lock
factor .factor-boot-rc .factor-rc
fancy fakefile
gemfile-lock gemfile.lock
git-attributes .gitattributes
git-commit .gitmessage commit_editmsg
git-revision-list .git-blame-ignore-revs
gn .gn
go-checksums go.sum go.work.sum
go-module go.mod
go-template _helpers.tpl
go-workspace go.work
godot-resource project.godot
groovy jenkinsfile
gtkrc gtkrc gtkrc-2.0
haproxy haproxy.cfg
hocon .scalafix.conf .scalafmt.conf
hosts-file hosts.txt
ignore .agignore .atomignore .babelignore .bzrignore .ckignore .coffeelintignore .cvsignore .dockerignore .easignore .eleventyignore .eslint-ignore .eslintignore .gitignore .ignore .markdownlintignore .nodemonignore .npmignore .prettierignore .rgignore .stylelintignore .vercelignore .vscodeignore gitignore-global gitignore_global
ini .buckconfig .coveragerc .flake8 .gitreview .pylintrc buildozer.spec hosts pylintrc vlcrc
isabelle-root root
jar-manifest manifest.mf
javascript jakefile
json .all-contributorsrc .arcconfig .auto-changelog .c8rc .htmlhintrc .imgbotconfig .nycrc .secrets.baseline .tern-config .tern-project .watchmanconfig bun.lock composer.lock deno.lock flake.lock mcmod.info module.bazel.lock package.resolved pipfile.lock
json-with-comments .babelrc .devcontainer.json .eslintrc.json .jscsrc .jshintrc .jslintrc .oxlintrc.json .swcrc api-extractor.json devcontainer.json jsconfig.json language-configuration.json tsconfig.json tslint.json
jupyter notebook
just .justfile justfile
kakounescript kakrc
kcl kcl.mod kcl.mod.lock
kicad-layout fp-lib-table
lex lexer.x
linker-script ld.script
livescript slakefile
lua .luacheckrc
m4sugar configure.ac
makefile bsdmakefile gnumakefile kbuild makefile makefile.am makefile.boot makefile.frag makefile.in makefile.inc makefile.pc makefile.sco makefile.wat mkfile
markdown contents.lr
maven-pom pom.xml
meson meson.build meson_options.txt
module-management-system descrip.mmk descrip.mms
nanorc .nanorc nanorc
nextflow nextflow.config
nginx nginx.conf
nim nim.cfg
npm-config .npmrc
nu nukefile
option-list .ackrc .rspec .yardopts ackrc mocha.opts
perl .latexmkrc ack cpanfile latexmkrc makefile.pl rexfile
php .php .php_cs .php_cs.dist phakefile
pip-requirements dev-requirements.txt requirements-dev.txt requirements.lock.txt requirements.txt
plaintext citation citations click.me copying copying.regex copyright.regex delete.me fontlog install install.mysql keep.me license license.mysql news package.mask package.use.mask package.use.stable.mask read.me readme.1st readme.me readme.mysql readme.nss readme.pc test.me use.mask use.stable.mask
procfile procfile
properties .gitconfig .gitmodules .tgitconfig config.worktree
puppet modulefile
python .gclient deps sconscript sconstruct wscript
qt-script installscript.qs toolchain_installscript.qs
quake m3makefile m3overrides
r .rapp.history .rhistory .rprofile expr-dist
readline-config .inputrc inputrc
record-jar language-subtag-registry.txt
redirect-rules _redirects
robots-exclusion-rules robots.txt
roff eqnrc mmn mmt troffrc troffrc-end
ruby .irbrc .pryrc .simplecov appraisals berksfile brewfile buildfile capfile dangerfile deliverfile fastfile gemfile guardfile jarfile mavenfile podfile puppetfile rakefile snapfile steepfile thorfile vagrantfile
selinux-policy file_contexts genfs_contexts initial_sids port_contexts security_classes
shellcheck-config .shellcheckrc
shellscript .bash_aliases .bash_functions .bash_history .bash_logout .bash_profile .bashrc .cshrc .envrc .flaskenv .kshrc .login .profile .tmux.conf .xinitrc .xsession .zlogin .zlogout .zprofile .zshenv .zshrc 9fs bash_aliases bash_logout bash_profile bashrc cshrc gradlew kshrc login man mvnw pkgbuild profile tmux.conf xinitrc xsession zlogin zlogout zprofile zshenv zshrc
singularity singularity
snakemake snakefile
soong android.bp
ssh-config ssh-config ssh_config sshconfig sshconfig.snip sshd-config sshd_config
starlark buck build build.bazel module.bazel tiltfile workspace workspace.bazel workspace.bzlmod
tcl owh starfield
textmate-properties .tm_properties
toml cargo.lock cargo.toml.orig gopkg.lock mise.local.lock mise.lock pdm.lock pipfile poetry.lock uv.lock
tor-config torrc
vim-script .exrc .gvimrc .nvimrc .vimrc _vimrc gvimrc nvimrc vimrc
wget-config .wgetrc
x-font-directory-index encodings.dir fonts.alias fonts.dir fonts.scale
xcompose .xcompose xcompose
xmake xmake.lua
xml .classpath .cproject .project app.config nuget.config packages.config settings.stylecop web.config web.debug.config web.release.config
yaml .clang-format .clang-tidy .clangd .eslintrc .gemrc .releaserc citation.cff glide.lock pixi.lock yarn.lock
`;
export const INTERPRETERS = `
aidl aidl
answer-set-programming clingo
apl apl aplx dyalog
applescript osascript
asymptote asy
awk awk gawk mawk nawk
boogie boogie
c tcc
clojure bb
coffeescript coffee
common-lisp ccl clisp ecl lisp sbcl
common-workflow-language cwl-runner
crystal crystal
dafny dafny
dart dart
dtrace dtrace
e rune
elixir elixir
elvish elvish
erlang escript
euphoria eui euiw
fennel fennel
fish fish
gerber-image gerbv gerbview
gn gn
gnuplot gnuplot
groovy groovy
haskell runghc runhaskell runhugs
hy hy
io io
ioke ioke
j jconsole
janet janet
javascript bun chakra d8 deno gjs js node nodejs qjs rhino v8 v8-shell
jolie jolie
jq gojq jaq jq jqjq jqq query-json
julia julia
koka koka
lsl lsl
lua lua luajit
luau luau
macaulay2 M2
makefile make
mercury mmi
moonscript moon
newlisp newlisp
nextflow nextflow
nu nush
nushell nu
ocaml ocaml ocamlrun ocamlscript
openrc-runscript openrc-run
parrot-assembly parrot
pascal instantfpc
perl cperl perl
php php
picolisp picolisp pil
pike pike
pkl pkl
pod perl6
powershell pwsh
prolog swipl yap
python py pypy pypy3 python python2 python3 uv
qmake qmake
r Rscript
racket racket
raku raku rakudo
rexx regina rexx
routeros-script RouterOS
ruby jruby macruby rake rbx ruby
rust rust-script
scala scala
scenic scenic
scheme bigloo chicken csi gosh guile r6rs scheme
sed gsed minised sed ssed
shellscript ash bash dash ksh mksh pdksh rc sh zsh
smt boolector cvc4 mathsat5 opensmt smt-rat smtinterpol stp verit yices2 z3
supercollider sclang scsynth
tcl tclsh wish
tcsh csh tcsh
teal tl
texinfo makeinfo
typescript ts-node tsx
ucode ucode
wolfram-language MathKernel Mathematica MathematicaScript WolframKernel WolframNB math wolfram wolframscript
`;
