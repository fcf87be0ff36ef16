//! Text that is read from right to left: in which order a line shows its letters and words (the Unicode Bidirectional
//! Algorithm), and how Arabic letters join. It knows neither faces nor widths.

use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::report::clean::is_right_to_left;

/// Whether a text holds letters that are read from right to left. Only then is anything below worth asking.
pub(super) fn turns(text: &str) -> bool {
    text.chars().any(is_right_to_left)
}

/// A line's characters in the order in which they stand on paper, from left to right, letters joined and brackets turned.
pub(super) fn as_seen(line: &str) -> String {
    let joined = joined(line);
    let info = ParagraphBidiInfo::new(&joined, Some(base(line)));
    let (levels, runs) = info.visual_runs(0..joined.len());
    let mut seen = String::with_capacity(joined.len());
    for run in runs {
        let backwards = levels[run.start].is_rtl();
        let text = &joined[run];
        if backwards {
            seen.extend(text.graphemes(true).rev().flat_map(str::chars).map(turned));
        } else {
            seen.push_str(text);
        }
    }
    seen
}

/// The words of a line with their letters in the order in which they stand on paper. What stands beside a word counts: the bracket
/// after a number belongs to the text that it closes.
pub(super) fn words_as_seen(words: &[(&str, bool)], whole: Level) -> Vec<String> {
    let mut line = String::new();
    let mut places = Vec::with_capacity(words.len());
    for (word, after_blank) in words {
        if *after_blank {
            line.push(' ');
        }
        let start = line.len();
        line.push_str(&joined(word));
        places.push(start..line.len());
    }
    let info = ParagraphBidiInfo::new(&line, Some(whole));
    let levels = info.reordered_levels(0..line.len());
    let seen = |place: std::ops::Range<usize>| {
        let start = place.start;
        let letters: Vec<(usize, &str)> = line[place].grapheme_indices(true).collect();
        let of_letters: Vec<Level> = letters.iter().map(|(at, _)| levels[start + at]).collect();
        let order = ParagraphBidiInfo::reorder_visual(&of_letters);
        order
            .into_iter()
            .flat_map(|place| {
                let backwards = of_letters[place].is_rtl();
                let turn = move |c| if backwards { turned(c) } else { c };
                letters[place].1.chars().map(turn)
            })
            .collect()
    };
    places.into_iter().map(seen).collect()
}

/// The places of a line's words from left to right. A word comes with whether a blank stands before it; `whole` is the direction
/// of the text that the line belongs to.
pub(super) fn order(words: &[(&str, bool)], whole: Level) -> Vec<usize> {
    let mut line = String::new();
    let mut starts = Vec::with_capacity(words.len());
    for (word, after_blank) in words {
        if *after_blank {
            line.push(' ');
        }
        starts.push(line.len());
        line.push_str(word);
    }
    let info = ParagraphBidiInfo::new(&line, Some(whole));
    let levels = info.reordered_levels(0..line.len());
    // A word with letters of both kinds keeps the direction of the line; its own letters were put in order before.
    let level = |place: usize| {
        let bytes = starts[place]..starts[place] + words[place].0.len();
        levels[bytes].iter().min().copied().unwrap_or(whole)
    };
    let of_words: Vec<Level> = (0..words.len()).map(level).collect();
    ParagraphBidiInfo::reorder_visual(&of_words)
}

/// The direction of a text: the report speaks English, so only a text without a letter read from left to right starts at the
/// right.
pub(super) fn base(text: &str) -> Level {
    let forwards = text.chars().any(|c| bidi_class(c) == BidiClass::L);
    if forwards || !turns(text) {
        Level::ltr()
    } else {
        Level::rtl()
    }
}

/// What an Arabic letter in one of its joined forms stands for; any other character is itself.
pub(in crate::report) fn unjoined(c: char) -> String {
    if matches!(c, '\u{fe70}'..='\u{fefc}') {
        c.nfkc().collect()
    } else {
        c.to_string()
    }
}

/// A bracket or comparison sign as it looks in a text that runs the other way.
fn turned(c: char) -> char {
    const PAIRS: [(char, char); 6] = [
        ('(', ')'),
        ('[', ']'),
        ('{', '}'),
        ('<', '>'),
        ('«', '»'),
        ('‹', '›'),
    ];
    PAIRS
        .into_iter()
        .find_map(|(left, right)| match c {
            c if c == left => Some(right),
            c if c == right => Some(left),
            _ => None,
        })
        .unwrap_or(c)
}

// ---- Arabic letters

/// How a letter joins its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joins {
    /// Not at all.
    Never,
    /// Only the letter before it.
    Before,
    /// The letters on both sides.
    Both,
}

/// Arabic letters with the place of their isolated form among the presentation forms; the others follow it: final, then initial
/// and medial for those that join on both sides.
const FORMS: [(char, u32, Joins); 37] = [
    ('\u{621}', 0xfe80, Joins::Never),
    ('\u{622}', 0xfe81, Joins::Before),
    ('\u{623}', 0xfe83, Joins::Before),
    ('\u{624}', 0xfe85, Joins::Before),
    ('\u{625}', 0xfe87, Joins::Before),
    ('\u{626}', 0xfe89, Joins::Both),
    ('\u{627}', 0xfe8d, Joins::Before),
    ('\u{628}', 0xfe8f, Joins::Both),
    ('\u{629}', 0xfe93, Joins::Before),
    ('\u{62a}', 0xfe95, Joins::Both),
    ('\u{62b}', 0xfe99, Joins::Both),
    ('\u{62c}', 0xfe9d, Joins::Both),
    ('\u{62d}', 0xfea1, Joins::Both),
    ('\u{62e}', 0xfea5, Joins::Both),
    ('\u{62f}', 0xfea9, Joins::Before),
    ('\u{630}', 0xfeab, Joins::Before),
    ('\u{631}', 0xfead, Joins::Before),
    ('\u{632}', 0xfeaf, Joins::Before),
    ('\u{633}', 0xfeb1, Joins::Both),
    ('\u{634}', 0xfeb5, Joins::Both),
    ('\u{635}', 0xfeb9, Joins::Both),
    ('\u{636}', 0xfebd, Joins::Both),
    ('\u{637}', 0xfec1, Joins::Both),
    ('\u{638}', 0xfec5, Joins::Both),
    ('\u{639}', 0xfec9, Joins::Both),
    ('\u{63a}', 0xfecd, Joins::Both),
    ('\u{641}', 0xfed1, Joins::Both),
    ('\u{642}', 0xfed5, Joins::Both),
    ('\u{643}', 0xfed9, Joins::Both),
    ('\u{644}', 0xfedd, Joins::Both),
    ('\u{645}', 0xfee1, Joins::Both),
    ('\u{646}', 0xfee5, Joins::Both),
    ('\u{647}', 0xfee9, Joins::Both),
    ('\u{648}', 0xfeed, Joins::Before),
    ('\u{649}', 0xfeef, Joins::Before),
    ('\u{64a}', 0xfef1, Joins::Both),
    // The long stroke joins whatever stands beside it, and has one form.
    ('\u{640}', 0x0640, Joins::Both),
];

/// Lam with an alef after it is written as one letter: the alef, and the isolated form of both.
const LAM_ALEF: [(char, u32); 4] = [
    ('\u{622}', 0xfef5),
    ('\u{623}', 0xfef7),
    ('\u{625}', 0xfef9),
    ('\u{627}', 0xfefb),
];

fn form(c: char) -> Option<(u32, Joins)> {
    let place = FORMS.iter().find(|(letter, ..)| *letter == c)?;
    Some((place.1, place.2))
}

/// Arabic letters in the forms that they have beside each other. Marks above and below them neither join nor part.
fn joined(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_mark = |c: char| matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}');
    let joins = |c: Option<&char>| {
        c.and_then(|c| form(*c))
            .map_or(Joins::Never, |(_, joins)| joins)
    };
    let mut shown = String::with_capacity(text.len());
    let mut place = 0;
    while place < letters.len() {
        let c = letters[place];
        let before = letters[..place].iter().rev().find(|c| !is_mark(**c));
        let after = letters[place + 1..].iter().find(|c| !is_mark(**c));
        let held = joins(before) == Joins::Both;
        let lam_alef = LAM_ALEF
            .iter()
            .find(|(alef, _)| c == '\u{644}' && letters.get(place + 1) == Some(alef));
        if let Some((_, isolated)) = lam_alef {
            shown.extend(char::from_u32(isolated + u32::from(held)));
            place += 2;
            continue;
        }
        let code = match form(c) {
            Some((one, _)) if one == u32::from(c) => one,
            Some((isolated, joining)) => {
                let holds = joining == Joins::Both && joins(after) != Joins::Never;
                let held = held && joining != Joins::Never;
                isolated + u32::from(held) + 2 * u32::from(holds)
            }
            None => u32::from(c),
        };
        shown.extend(char::from_u32(code));
        place += 1;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hebrew_runs_from_right_to_left_inside_english() {
        assert_eq!(as_seen("a שלום b"), "a םולש b");
        assert_eq!(as_seen("(שלום)"), "(םולש)");
        assert_eq!(as_seen("שלום 12."), ".12 םולש");
    }

    #[test]
    fn arabic_letters_join_their_neighbours() {
        // beh: initial, medial, final, isolated.
        assert_eq!(joined("ببب ب"), "\u{fe91}\u{fe92}\u{fe90} \u{fe8f}");
        // lam and alef are one letter, joined to the one before.
        assert_eq!(joined("بلا"), "\u{fe91}\u{fefc}");
        assert_eq!(unjoined('\u{fefc}'), "لا");
        assert_eq!(joined("English"), "English");
    }

    #[test]
    fn a_bracket_beside_a_number_stands_on_the_side_of_the_text_that_it_closes() {
        let words = [("שלום", false), ("(גרסה", true), ("2.1)", true)];
        assert_eq!(
            words_as_seen(&words, Level::rtl()),
            ["םולש", "הסרג)", "(2.1"]
        );
    }

    #[test]
    fn words_of_a_line_change_places_where_the_line_turns() {
        let words = [
            ("reads", false),
            ("מודל", true),
            ("שפה", true),
            ("now", true),
        ];
        assert_eq!(order(&words, Level::ltr()), [0, 2, 1, 3]);
    }
}
