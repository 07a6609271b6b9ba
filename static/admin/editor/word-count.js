// Counts the words of a Markdown text and estimates its reading time by the rules of blog/reading_time.py. The server
// counts the rendered text; this reads the source, so that it is there with each key.

const WORDS_PER_MINUTE = 238;
const CHARACTERS_PER_MINUTE = 500;
const CODE_FACTOR = 2;
const [FIRST_IMAGE_SECONDS, MIN_IMAGE_SECONDS] = [12, 3];
const RANGES =
  "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff" +
  "\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{323af}";
const CJK = new RegExp(`[${RANGES}]`, "gu");
const URL = new RegExp(`\\b(?:https?://|www\\.)[^\\s\u3000-\u303f\uff00-\uff65${RANGES}]+`, "giu");
const FENCE = /^ {0,3}(`{3,}|~{3,})[^\n]*\n([\s\S]*?)(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm;
const INLINE_CODE = /(`+)([^`](?:[\s\S]*?[^`])?)\1(?!`)/g;
const IMAGE = /!\[[^\]]*\]\([^)\s"]*(?:\s+"([^"]*)")?[^)]*\)/g;

function measure(text) {
  const prose = text.replace(URL, " ");
  const characters = prose.match(CJK)?.length ?? 0;
  const words = prose.replace(CJK, " ").split(/\s+/).filter((token) => /[\p{L}\p{N}]/u.test(token)).length;
  return { words, characters };
}

// What readers see of the markup: not the addresses of links, the names of footnotes, attributes, tags and numbers of
// lists.
function visible(markdown) {
  return markdown
    .replace(/<!--[\s\S]*?-->/g, " ")
    .replace(/^ {0,3}\[(?!\^)[^\]]+\]:[^\n]*$|^ {0,3}\*\[([^\]]+)\]:[^\n]*$/gm, "")
    .replace(/\[\^[^\]\s]+\]:?/g, " ")
    .replace(/\]\([^)\s]*(?:\s+"[^"]*")?\)|\]\[[^\]]*\]/g, "")
    .replace(/\{[:#.][^}\n]*\}/g, " ")
    .replace(/<\/?[a-z][^<>]*>/gi, "")
    .replace(/^([ \t]*(?:>[ \t]*)*)\d+[.)](?=\s)/gm, "$1");
}

export function count(markdown) {
  const code = [];
  let images = 0;
  const prose = markdown
    .replaceAll("\r\n", "\n")
    .replace(FENCE, (_match, _fence, inside) => `${(code.push(inside), " ")}\n`)
    .replace(INLINE_CODE, (_match, _ticks, inside) => (code.push(inside), " "))
    .replace(IMAGE, (_match, caption = "") => ((images += 1), ` ${caption} `));
  const read = measure(visible(prose));
  const typed = measure(code.join(" "));
  let seconds = 0;
  for (let number = 0; number < images; number++) seconds += Math.max(FIRST_IMAGE_SECONDS - number, MIN_IMAGE_SECONDS);
  const minutes =
    (read.words + typed.words * CODE_FACTOR) / WORDS_PER_MINUTE +
    (read.characters + typed.characters * CODE_FACTOR) / CHARACTERS_PER_MINUTE +
    seconds / 60;
  const words = read.words + read.characters + typed.words + typed.characters;
  return { words, minutes: Math.max(1, Math.ceil(minutes)) };
}
