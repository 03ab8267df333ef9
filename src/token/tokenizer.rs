//! Morphological analysis: the only file that names lindera.

use std::borrow::Cow;

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera_dictionary::dictionary::UserDictionary;

use super::{Form, Pos, Token};
use crate::span::Span;

/// The compiled IPADIC, unpacked by the build script.
#[allow(unreachable_pub, reason = "the macro writes the items")]
mod embedded {
    lindera_dictionary::embedded_dictionary!("", Embedded);
}

/// The domain's own terms, compiled by the build script from `dictionaries/user.csv`.
static USER_DICTIONARY: &[u8] = include_bytes!(concat!(env!("LINDERA_WORKDIR"), "/user.bin"));

/// Stands for a name while the text is cut; the user dictionary has it as a proper noun.
const NAME: char = '\u{E02F}';

/// Cuts text into morphemes with IPADIC and the domain's terms.
pub struct Tokenizer {
    segmenter: Segmenter,
}

impl std::fmt::Debug for Tokenizer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Tokenizer").finish_non_exhaustive()
    }
}

/// The dictionaries built into the program cannot be used: the build is broken.
#[derive(Debug, thiserror::Error)]
#[error("内蔵の辞書を読み込めません: {0}")]
pub struct DictionaryError(String);

impl Tokenizer {
    /// Loads the dictionaries that are built into the program.
    ///
    /// # Errors
    ///
    /// When their format is not the one that this build of lindera reads.
    pub fn new() -> Result<Self, DictionaryError> {
        let dictionary = embedded::load().map_err(|error| DictionaryError(error.to_string()))?;
        let user = UserDictionary::load(USER_DICTIONARY).map_err(|error| DictionaryError(error.to_string()))?;
        Ok(Self { segmenter: Segmenter::new(Mode::Normal, dictionary, Some(user)) })
    }

    /// The morphemes of `words` as [`tokens`](Self::tokens) gives them, with each of the `names` (bytes of the normalised text, in
    /// order) kept whole: a party called みなと is no みな と.
    #[must_use]
    pub fn tokens_with_names(&self, words: &str, base: usize, names: &[Span]) -> Vec<Token> {
        if names.is_empty() {
            return self.tokens(words, base);
        }
        // Names are masked by a character that the user dictionary has as a proper noun; `shifts` leads back.
        let mut masked = String::with_capacity(words.len());
        let mut shifts: Vec<(usize, usize)> = vec![(0, base)];
        let mut from = 0;
        for name in names {
            let (start, end) = (name.start - base, name.end - base);
            masked.push_str(words.get(from..start).unwrap_or_default());
            shifts.push((masked.len(), name.start));
            masked.push(NAME);
            shifts.push((masked.len(), name.end));
            from = end;
        }
        masked.push_str(words.get(from..).unwrap_or_default());
        let back = |at: usize| {
            let (masked, real) = shifts[shifts.partition_point(|(masked, _)| *masked <= at).saturating_sub(1)];
            at - masked + real
        };
        let mut tokens = self.tokens(&masked, 0);
        for token in &mut tokens {
            let end = names.iter().find(|name| name.start == back(token.span.start)).map(|name| name.end);
            let (start, stop) = (token.span.start, token.span.end);
            token.span = Span::new(
                back(start),
                end.filter(|_| stop - start == NAME.len_utf8()).unwrap_or_else(|| {
                    // A token ends where its last character does: the place after it may already belong to a name.
                    back(stop - 1) + 1
                }),
            );
        }
        tokens
    }

    /// The morphemes of `words`, whose first byte is byte `base` of the normalised text. Spaces give none.
    #[must_use]
    pub fn tokens(&self, words: &str, base: usize) -> Vec<Token> {
        let modern = modern_kana(words);
        let Ok(mut morphemes) = self.segmenter.segment(Cow::Borrowed(&modern)) else {
            return Vec::new();
        };
        let mut tokens = Vec::with_capacity(morphemes.len());
        for morpheme in morphemes.iter_mut().filter(|morpheme| !morpheme.surface.trim().is_empty()) {
            let span = Span::new(base + morpheme.byte_start, base + morpheme.byte_end);
            if let Some(apart) = brackets(span, &morpheme.surface) {
                tokens.extend(apart);
                continue;
            }
            let surface = morpheme.surface.clone();
            let mut details = ["*"; DETAILS];
            for (detail, found) in details.iter_mut().zip(morpheme.details_iter()) {
                *detail = found;
            }
            tokens.push(token(span, &surface, details));
        }
        tokens
    }
}

/// IPADIC runs signs that it does not know together (」(): each bracket is a token of its own. `None` for other morphemes.
fn brackets(span: Span, surface: &str) -> Option<Vec<Token>> {
    let kind = |sign: char| match sign {
        '「' | '『' | '(' | '（' | '〔' | '【' => Some(Pos::Open),
        '」' | '』' | ')' | '）' | '〕' | '】' => Some(Pos::Close),
        _ => None,
    };
    let run = surface.chars().nth(1).is_some() && !surface.chars().any(char::is_alphanumeric);
    (run && surface.chars().any(|sign| kind(sign).is_some())).then(|| {
        let single = |(at, sign): (usize, char)| {
            let start = span.start + at;
            let pos = kind(sign).unwrap_or(match sign {
                '、' | ',' => Pos::Comma,
                '。' => Pos::Stop,
                _ => Pos::Symbol,
            });
            let lemma = Box::from(sign.encode_utf8(&mut [0; 4]) as &str);
            Token { span: Span::new(start, start + sign.len_utf8()), pos, lemma, form: Form::None }
        };
        surface.char_indices().map(single).collect()
    })
}

/// Papers in the old orthography write っ large (従つて, あつた); IPADIC does not know it. The length in bytes stays.
fn modern_kana(words: &str) -> Cow<'_, str> {
    if !(words.contains("つて") || words.contains("つた")) {
        return Cow::Borrowed(words);
    }
    let mut modern = String::with_capacity(words.len());
    let mut before = ' ';
    let mut signs = words.chars().peekable();
    while let Some(sign) = signs.next() {
        let sokuon =
            sign == 'つ' && matches!(signs.peek(), Some('て' | 'た')) && !matches!(before, 'か' | 'い' | ' ' | '、');
        modern.push(if sokuon { 'っ' } else { sign });
        before = sign;
    }
    Cow::Owned(modern)
}

/// IPADIC's 品詞, 品詞細分類1–3, 活用型, 活用形 and 原形; words that are not in it lack the last ones.
const DETAILS: usize = 7;

fn token(span: Span, surface: &str, details: [&str; DETAILS]) -> Token {
    let [class, subclass, _, _, _, inflected, base] = details;
    let lemma = Box::from(if base == "*" { surface } else { base });
    Token { span, pos: pos(&lemma, class, subclass), lemma, form: form(inflected) }
}

fn pos(lemma: &str, class: &str, subclass: &str) -> Pos {
    match (class, subclass) {
        // IPADIC has the ASCII brackets among the verbal nouns.
        (_, _) if matches!(lemma, "(" | "[" | "{" | "<") => Pos::Open,
        (_, _) if matches!(lemma, ")" | "]" | "}" | ">") => Pos::Close,
        ("名詞", "サ変接続") if lemma.chars().any(char::is_alphanumeric) => Pos::NounVerbal,
        ("名詞", "サ変接続") => Pos::Symbol,
        ("名詞", "代名詞") => Pos::Pronoun,
        ("名詞", "数") => Pos::Numeral,
        ("名詞", "副詞可能") => Pos::NounAdverbial,
        ("名詞", "形容動詞語幹" | "ナイ形容詞語幹") => Pos::NounAdjectival,
        ("名詞", "接尾") => Pos::Suffix,
        ("名詞", "非自立" | "特殊") => Pos::NounFormal,
        ("名詞", _) => Pos::Noun,
        ("動詞", "自立") => Pos::Verb,
        ("動詞", _) => Pos::VerbAuxiliary,
        ("形容詞", _) => Pos::Adjective,
        ("助動詞", _) => Pos::Auxiliary,
        ("助詞", "格助詞" | "連体化") => Pos::ParticleCase,
        ("助詞", "係助詞") => Pos::ParticleTopic,
        ("助詞", "接続助詞") => Pos::ParticleConjunctive,
        ("助詞", _) => Pos::Particle,
        ("副詞", _) => Pos::Adverb,
        ("連体詞", _) => Pos::Adnominal,
        ("接続詞", _) => Pos::Conjunction,
        ("接頭詞", _) => Pos::Prefix,
        ("記号", "読点") => Pos::Comma,
        ("記号", "句点") => Pos::Stop,
        ("記号", "括弧開") => Pos::Open,
        ("記号", "括弧閉") => Pos::Close,
        ("記号", "アルファベット") => Pos::Noun,
        ("記号", _) => Pos::Symbol,
        _ => Pos::Other,
    }
}

fn form(name: &str) -> Form {
    match name {
        "*" | "" => Form::None,
        name if name.starts_with("基本形") || name.starts_with("音便基本形") || name.starts_with("文語基本形") => {
            Form::Base
        }
        name if name.starts_with("連用") => Form::Continuative,
        name if name.starts_with("未然") => Form::Irrealis,
        name if name.starts_with("仮定") => Form::Conditional,
        name if name.starts_with("体言接続") || name.starts_with("ガル接続") => Form::Attributive,
        name if name.starts_with("命令") => Form::Imperative,
        _ => Form::Base,
    }
}
