//! Cleans text that may come from a stranger's model, before any renderer sets it.
//!
//! It takes out what could hide or reorder words (control and bidirectional characters, invisible formatting, tag characters)
//! and normalises to NFC, so that a composed and a decomposed letter look and search alike. It escapes nothing: that is
//! each format's own business.

use unicode_normalization::UnicodeNormalization;

/// Text with its line breaks (`\n`) kept and every other control or formatting character gone.
#[must_use]
pub fn text(raw: &str) -> String {
    // Nearly all text is plain, and every line of a report passes here several times.
    if raw.chars().all(is_plain) {
        return raw.to_owned();
    }
    raw.replace("\r\n", "\n")
        .chars()
        .filter_map(printable)
        .nfc()
        .collect()
}

/// Text on one line: as [`text`], with line breaks and runs of blanks turned into one space, and none at the ends.
#[must_use]
pub fn line(raw: &str) -> String {
    text(raw)
        .split(['\n', ' '])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a character is printed as it is, whatever stands beside it.
fn is_plain(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2002}' | '\u{2010}'..='\u{2015}'
        | '\u{2018}'..='\u{201e}' | '\u{2020}'..='\u{2026}' | '\u{2190}'..='\u{21ff}')
}

/// The character as it may be printed, or none where nothing should be.
fn printable(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' | '\u{3000}' => Some(' '),
        c if c.is_control() || is_invisible(c) || is_noncharacter(c) => None,
        c => Some(c),
    }
}

/// Formatting characters without a picture: soft hyphen, joiners, bidirectional marks and overrides, variation selectors,
/// annotations and tags.
fn is_invisible(c: char) -> bool {
    matches!(
        u32::from(c),
        0x00ad | 0x034f | 0x061c | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f | 0x202a..=0x202e
            | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff0..=0xfffb | 0x1bca0..=0x1bca3
            | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff
    )
}

fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

/// Whether a character is read from right to left.
#[must_use]
pub fn is_right_to_left(c: char) -> bool {
    matches!(u32::from(c), 0x0590..=0x08ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff | 0x1e800..=0x1efff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_hide_or_reorder_words_are_taken_out() {
        assert_eq!(
            text("pay\u{202e}lairotide\u{202c}\u{200b}\u{7}load"),
            "paylairotideload"
        );
        assert_eq!(text("a\u{e0041}\u{fe0f}\u{2066}b\u{ffff}"), "ab");
    }

    #[test]
    fn what_counts_as_plain_is_what_cleaning_leaves_alone() {
        for c in ('\0'..='\u{ffff}').filter(|c| is_plain(*c)) {
            let cleaned: Vec<char> = c.to_string().chars().filter_map(printable).nfc().collect();
            assert_eq!(cleaned, [c], "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn every_kind_of_line_end_becomes_one_line_break() {
        assert_eq!(text("a\r\nb\rc\u{2028}d"), "a\nb\nc\nd");
        assert_eq!(line(" a\r\n\t b  c \n"), "a b c");
    }

    #[test]
    fn a_decomposed_letter_becomes_the_composed_one() {
        assert_eq!(text("Cafe\u{301}"), "Café");
    }
}
