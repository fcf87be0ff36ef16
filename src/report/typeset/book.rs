//! The book of typefaces: finds a face for every character, measures words and remembers them.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::bidi;
use super::face::Face;
use crate::report::{ExtraFont, ReportError, clean};

/// A style of letters; each has a face of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Role {
    Sans,
    SemiBold,
    Bold,
    Italic,
    Mono,
    MonoSemiBold,
}

/// A built-in face: its `PostScript` name, a file under `fonts/`.
struct BuiltIn {
    name: &'static str,
    bytes: &'static [u8],
}

/// The faces in the order of [`Role`], then the fallback that every role shares.
static BUILT_IN: [BuiltIn; 7] = [
    BuiltIn {
        name: "IBMPlexSans",
        bytes: include_bytes!("../fonts/IBMPlexSans-Regular.woff2"),
    },
    BuiltIn {
        name: "IBMPlexSans-SemiBold",
        bytes: include_bytes!("../fonts/IBMPlexSans-SemiBold.woff2"),
    },
    BuiltIn {
        name: "IBMPlexSans-Bold",
        bytes: include_bytes!("../fonts/IBMPlexSans-Bold.woff2"),
    },
    BuiltIn {
        name: "IBMPlexSans-Italic",
        bytes: include_bytes!("../fonts/IBMPlexSans-Italic.woff2"),
    },
    BuiltIn {
        name: "IBMPlexMono",
        bytes: include_bytes!("../fonts/IBMPlexMono-Regular.woff2"),
    },
    BuiltIn {
        name: "IBMPlexMono-SemiBold",
        bytes: include_bytes!("../fonts/IBMPlexMono-SemiBold.woff2"),
    },
    BuiltIn {
        name: "DejaVuSans",
        bytes: include_bytes!("../fonts/DejaVuSans.woff2"),
    },
];

const FALLBACK: usize = 6;

/// Drawn for a character that no face has. The fallback face has it.
const MISSING: char = '□';

/// Words measured in one face.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Run {
    /// The face's place in the book.
    pub face: usize,
    /// The characters to draw.
    pub text: String,
    /// Kerning after each character, in thousandths of the size.
    pub kerning: Vec<i16>,
    /// The width in thousandths of the size.
    pub width: i32,
    /// The real text where `text` is only a stand-in.
    pub stands_for: Option<String>,
}

/// A measured piece of text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::report) struct Word {
    pub runs: Vec<Run>,
    /// The width in thousandths of the size.
    pub width: i32,
    /// The text as it is read, where that is not the order in which its letters stand.
    pub reads: Option<String>,
}

impl Word {
    /// The width in points at a size.
    #[expect(
        clippy::cast_precision_loss,
        reason = "widths are far below the precision of f32"
    )]
    pub(in crate::report) fn wide(&self, size: f32) -> f32 {
        self.width as f32 * size / 1000.0
    }

    /// What it says, in the order in which it is read.
    pub(in crate::report) fn said(&self) -> String {
        let of_run = |run: &Run| run.stands_for.clone().unwrap_or_else(|| run.text.clone());
        let as_drawn = || self.runs.iter().map(of_run).collect();
        self.reads.clone().unwrap_or_else(as_drawn)
    }
}

/// All faces, loaded when first needed.
pub(in crate::report) struct FontBook<'a> {
    faces: Vec<OnceCell<Face<'a>>>,
    /// Only looked up, never walked through: its order cannot show.
    words: RefCell<[HashMap<String, Rc<Word>>; 6]>,
}

impl<'a> FontBook<'a> {
    /// The built-in faces and those that the user brought.
    pub(in crate::report) fn new(extra: &'a [ExtraFont]) -> Result<Self, ReportError> {
        let mut faces: Vec<OnceCell<Face<'a>>> =
            (0..BUILT_IN.len()).map(|_| OnceCell::new()).collect();
        for (number, font) in extra.iter().enumerate() {
            let name = format!("Given{number}");
            let face = Face::load(&name, &font.bytes).map_err(|reason| ReportError::Font {
                name: font.name.clone(),
                reason,
            })?;
            faces.push(OnceCell::from(face));
        }
        Ok(Self {
            faces,
            words: RefCell::default(),
        })
    }

    /// A face by its place in the book.
    pub(in crate::report) fn face(&self, place: usize) -> &Face<'a> {
        self.faces[place].get_or_init(|| {
            let built_in = &BUILT_IN[place];
            Face::load(built_in.name, built_in.bytes)
                .expect("the built-in faces are whole: a test checks their digests")
        })
    }

    /// Where a role's letters stand around their baseline, as parts of the size: above and below.
    pub(in crate::report) fn reach(&self, role: Role) -> (f32, f32) {
        let face = self.face(role as usize);
        (face.ascent, face.descent)
    }

    /// Measures some text on one line.
    pub(in crate::report) fn word(&self, role: Role, text: &str) -> Rc<Word> {
        if let Some(word) = self.words.borrow()[role as usize].get(text) {
            return Rc::clone(word);
        }
        let word = Rc::new(self.measure(role, text));
        self.words.borrow_mut()[role as usize].insert(text.to_owned(), Rc::clone(&word));
        word
    }

    /// The width of some text in points.
    pub(in crate::report) fn width(&self, role: Role, size: f32, text: &str) -> f32 {
        self.word(role, text).wide(size)
    }

    /// A word of a line that is read from right to left: its letters in the order of the line, and what they say.
    pub(in crate::report) fn turned_word(&self, role: Role, seen: &str, reads: &str) -> Rc<Word> {
        Rc::new(self.measure_seen(role, seen, Some(reads.to_owned())))
    }

    fn measure(&self, role: Role, text: &str) -> Word {
        let text = clean::text(text);
        if bidi::turns(&text) {
            self.measure_seen(role, &bidi::as_seen(&text), Some(text))
        } else {
            self.measure_seen(role, &text, None)
        }
    }

    fn measure_seen(&self, role: Role, seen: &str, reads: Option<String>) -> Word {
        let mut runs: Vec<Run> = Vec::new();
        for c in seen.chars().map(drawn_as) {
            let (face, shown, real) = match self.face_with(role, c) {
                Some(face) => (face, c, None),
                None => (FALLBACK, MISSING, Some(bidi::unjoined(c))),
            };
            match runs.last_mut() {
                Some(run) if run.face == face && run.stands_for.is_some() == real.is_some() => {
                    run.text.push(shown);
                    if let (Some(text), Some(real)) = (&mut run.stands_for, real) {
                        text.push_str(&real);
                    }
                }
                _ => runs.push(Run {
                    face,
                    text: shown.to_string(),
                    kerning: Vec::new(),
                    width: 0,
                    stands_for: real,
                }),
            }
        }
        for run in &mut runs {
            let face = self.face(run.face);
            run.kerning = face.kerning(&run.text);
            let advances: i32 = run.text.chars().map(|c| face.advance(c)).sum();
            run.width = advances + run.kerning.iter().map(|kern| i32::from(*kern)).sum::<i32>();
        }
        Word {
            width: runs.iter().map(|run| run.width).sum(),
            runs,
            reads,
        }
    }

    /// The first face that has a character: the role's own, the fallback, then the user's.
    fn face_with(&self, role: Role, c: char) -> Option<usize> {
        std::iter::once(role as usize)
            .chain(FALLBACK..self.faces.len())
            .find(|face| self.face(*face).glyph(c).is_some())
    }
}

/// Two characters that share a glyph could not be told apart in the finished file, so blanks and hyphens that only differ in
/// how lines break (already decided here) are drawn as the common one.
fn drawn_as(c: char) -> char {
    match c {
        '\u{a0}' | '\u{202f}' | '\u{2007}' | '\n' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greek_cyrillic_and_symbols_find_a_face_and_emoji_stand_as_a_box() {
        let book = FontBook::new(&[]).unwrap();
        let word = book.word(Role::Mono, "aΩЖ⇒🔒");
        let missing: Vec<_> = word
            .runs
            .iter()
            .filter_map(|run| run.stands_for.as_deref())
            .collect();
        assert_eq!(missing, ["🔒"]);
        assert!(word.runs.iter().all(|run| run.width > 0), "{word:?}");
    }

    #[test]
    fn text_from_right_to_left_is_drawn_turned_and_read_as_written() {
        let book = FontBook::new(&[]).unwrap();
        let word = book.word(Role::Sans, "מודל API");
        let shown: String = word.runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(shown, "לדומ API");
        assert_eq!(word.reads.as_deref(), Some("מודל API"));
        assert!(word.runs.iter().all(|run| run.stands_for.is_none()));
        assert_eq!(book.word(Role::Sans, "API").reads, None);
    }

    #[test]
    fn pairs_are_kerned() {
        let book = FontBook::new(&[]).unwrap();
        let apart = book.word(Role::Sans, "A").width + book.word(Role::Sans, "V").width;
        assert!(book.word(Role::Sans, "AV").width < apart);
    }

    #[test]
    fn a_file_that_is_no_font_is_refused_with_its_name() {
        let fonts = [ExtraFont {
            name: "notes.txt".into(),
            bytes: b"not a font".to_vec(),
        }];
        let error = FontBook::new(&fonts)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        assert!(error.contains("notes.txt"), "{error}");
    }
}
