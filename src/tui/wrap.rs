//! Texts cut and wrapped to columns, on the borders of what a reader counts as characters.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The columns of a text.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.width()
}

/// The text, cut to that many columns with an ellipsis where it is wider.
#[must_use]
pub fn cut(text: &str, room: usize, ascii: bool) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let (ellipsis, width) = if ascii { ("..", 2) } else { ("…", 1) };
    if room < width {
        return String::new();
    }
    let mut kept = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        if used + cluster.width() + width > room {
            break;
        }
        used += cluster.width();
        kept.push_str(cluster);
    }
    kept.truncate(kept.trim_end().len());
    kept.push_str(ellipsis);
    kept
}

/// The text in lines of at most that many columns, broken between words, and within a word that is wider.
#[must_use]
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let gap = usize::from(!line.is_empty());
            if line.width() + gap + word.width() <= room {
                if gap == 1 {
                    line.push(' ');
                }
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for cluster in word.graphemes(true) {
                if line.width() + cluster.width() > room && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(cluster);
            }
        }
        lines.push(line);
    }
    lines
}

/// The text, filled with blanks to that many columns, or cut to them.
#[must_use]
pub fn fill(text: &str, room: usize, ascii: bool) -> String {
    let mut text = cut(text, room, ascii);
    let missing = room.saturating_sub(text.width());
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// The text with a capital at its start.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(characters).collect()
}

/// `1 finding`, `2 findings`.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A name in small letters, as it stands within a sentence. Abbreviations keep theirs: `inference API`.
#[must_use]
pub fn in_sentence(name: &str) -> String {
    let small = |word: &str| {
        let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
        if capitals > 1 {
            word.to_owned()
        } else {
            word.to_lowercase()
        }
    };
    let words: Vec<String> = name.split(' ').map(small).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_are_never_cut_in_half() {
        assert_eq!(cut("机器学习", 5, false), "机器…");
        assert_eq!(cut("机器学习", 8, false), "机器学习");
        assert_eq!(cut("abc", 0, false), "");
        assert_eq!(cut("abcdef", 4, true), "ab..");
    }

    #[test]
    fn wrapping_keeps_words_whole_where_they_fit() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a\n\nb", 3), ["a", "", "b"]);
    }
}
