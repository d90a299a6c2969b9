/** UTF-16 code units that are enough to decide. */
const SAMPLE = 24_000;
/** Fewer lines are not enough to decide. */
const MIN_LINES = 2;

/** Lines with the beginning, end or form of a statement. */
const STATEMENT =
  /[;{}]\s*(?:(?:\/\/|\/\*|#|--).*)?$|^\s*[})\]]+[,;)]*\s*$|^\s*(?:\/\/|\/\*|\*\/|--\s|#(?:include|define|if|endif|import|pragma)\b|<!--|<\/?[a-z][\w:-]*[\s/>]|@\w+[\s(]|%\s|;;|['"][^'"]*['"]\s*(?::|=>|,|\]|\)))/i;
const ASSIGNMENT =
  /^\s*(?:(?:let|var|const|local|set|my|our|val|def|dim|auto|export|global)\s+)?[\w.$@%[\]"'>-]{1,60}\s*(?::?=|\+=|<-|=>)(?!=)\s*\S/;
const CALL = /(?:^|[\s(!=])[\w.$]{2,}\([^()]*\)|\w\(\)|->|::|\$\{?\w+|&&|\|\|/;
const KEYWORD =
  /^\s*(?:if|elif|else|elsif|for|foreach|while|switch|case|return|function|func|fn|def|class|struct|enum|module|namespace|package|import|from|use|using|require|include|begin|end|endif|then|do|done|fi|esac|try|catch|except|raise|throw|proc|sub|procedure|type|interface|impl|public|private|protected|static|void|int|let|var|const|local|export|echo|print|printf|goto|call|select|insert|update|create|where)\b[^.!?]*$/i;

/** A line of running text: words with spaces, few symbols. */
const isSentence = (line: string): boolean => {
  const words = line.match(/[\p{L}\p{M}’'-]{2,}/gu)?.length ?? 0;
  const signs = line.match(/[{}[\]()<>;=$\\|&@#*+/_~^]/g)?.length ?? 0;
  return words >= 5 && signs * 6 <= words && !/^\s*[{}<]/.test(line);
};

/**
 * Whether a text with an uninformative name is code: most of its lines are statements, calls or brackets, and few are
 * running text. False for short texts and for scripts without spaces between words.
 */
export function looksLikeCode(text: string): boolean {
  const lines = text
    .slice(0, SAMPLE)
    // Comments are running text inside code: they are no evidence either way.
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split(/\r\n?|\n/)
    .filter(line => line.trim() !== '' && !/^\s*(?:\/\/|#(?!\w)|"\s)/.test(line))
    .slice(0, 400);
  if (lines.length < MIN_LINES) return false;
  let code = 0;
  let prose = 0;
  for (const line of lines) {
    if (STATEMENT.test(line) || (ASSIGNMENT.test(line) && !isSentence(line))) code += 1;
    else if (isSentence(line)) prose += 1;
    else if (CALL.test(line) || KEYWORD.test(line)) code += 1;
  }
  return code >= lines.length * 0.35 && code > prose;
}
