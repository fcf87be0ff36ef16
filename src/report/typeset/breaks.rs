//! Where a word may be parted at the end of a line: after separators of long ids, after dashes, around ideographs.

use super::furniture::MONTHS;

/// Splits a word where a line may break without adding anything: after separators of long ids, after dashes, around
/// ideographs. A short word stays whole.
pub(super) fn breakable(word: &str, whole: bool) -> Vec<&str> {
    if word.is_empty() {
        return Vec::new();
    }
    // The hyphen of a short id, such as `PVC-V8.1`, holds it together.
    let id = word.len() <= 16 && word.contains(|c: char| c.is_ascii_digit());
    let letters = if id { 0 } else { word.chars().count() };
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (place, c) in word.char_indices() {
        if before.is_some_and(|last| !whole && breaks_between(last, c, letters)) {
            parts.push(&word[start..place]);
            start = place;
        }
        before = Some(c);
    }
    parts.push(&word[start..]);
    parts
}

pub(super) fn breaks_between(last: char, next: char, letters: usize) -> bool {
    let separator = letters > 14
        && matches!(
            last,
            '/' | '_' | '.' | ':' | '&' | '=' | '?' | '@' | '-' | ',' | ';' | '|' | '\\'
        );
    let hyphen = letters > 6 && last == '-' && next.is_alphabetic();
    separator
        || hyphen
        || matches!(last, '–' | '—')
        || (is_ideograph(last) && !closes(next))
        || is_ideograph(next)
}

/// Whether two words with a blank between them stay on one line: the parts of a date, "trust 3", and a number with its sign.
pub(super) fn stays_with(word: &str, next: &str) -> bool {
    let bare = word.trim_start_matches(['(', '[', '“']);
    let number = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let month = |text: &str| MONTHS.contains(&text.trim_end_matches([',', '.', ';', ')']));
    let counted = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    (number(bare, 2) && month(next))
        || (MONTHS.contains(&bare) && counted(next))
        || (bare == "trust" && counted(next))
        || (counted(bare) && next.starts_with('%'))
}

/// Chinese, Japanese and Korean text breaks between any two characters.
fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x3000 | 0x3003..=0x3007 | 0x3012..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// Punctuation that never starts a line.
fn closes(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '」'
            | '』'
            | '）'
            | '，'
            | '：'
            | '；'
            | '？'
            | '！'
            | ','
            | '.'
            | ')'
            | ']'
            | ':'
            | ';'
            | '?'
            | '!'
    )
}

#[cfg(test)]
mod tests {
    use super::stays_with;

    #[test]
    fn a_date_and_a_level_of_trust_stay_on_one_line() {
        assert!(stays_with("5", "November"));
        assert!(stays_with("November", "2026,"));
        assert!(stays_with("(trust", "3)"));
        assert!(!stays_with("May", "nobody"));
        assert!(!stays_with("findings", "5"));
    }
}
