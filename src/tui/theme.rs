//! How things look: roles to styles, by the palette and by how many colours there are. Meaning never hangs on colour.

use ratatui::style::{Color, Modifier, Style};

use crate::analysis::Risk;
use crate::layout::Charset;

use super::palette::Palette;

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// None: bold, reverse and underline only.
    Mono,
    /// Sixteen: the terminal's own.
    #[default]
    Sixteen,
    /// 256: sixteen of the terminal's own, and 240 that are the same everywhere.
    TwoFiftySix,
    /// As many as anyone can see.
    True,
}

/// Colours and characters of this terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    /// Where the colours come from.
    pub palette: Palette,
    /// How many colours.
    pub depth: Depth,
    /// Which characters.
    pub charset: Charset,
}

/// What a piece of text is; a theme gives it a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Text.
    Plain,
    /// Text that matters less.
    Dim,
    /// Headings and names.
    Strong,
    /// The title bar.
    Bar,
    /// What stands out in the title bar.
    BarStrong,
    /// The line that the cursor is on, in the pane that has the focus.
    Cursor,
    /// The line that the cursor is on, in a pane that does not have the focus.
    CursorAway,
    /// What is selected on the canvas.
    Accent,
    /// A key.
    Key,
    /// The border of a dialog.
    Border,
    /// Something went well.
    Good,
    /// Something needs attention.
    Warn,
    /// Something failed.
    Bad,
    /// A proposal that is not in the document.
    Ghost,
    /// A letter to jump to.
    Jump,
    /// A zone.
    Zone,
    /// A risk level.
    Risk(Risk),
}

impl Theme {
    /// Whether there are no colours, so that letters have to say what colours would.
    #[must_use]
    pub fn is_mono(self) -> bool {
        self.depth == Depth::Mono
    }

    /// Whether only ASCII may be drawn.
    #[must_use]
    pub fn ascii(self) -> bool {
        self.charset == Charset::Ascii
    }

    /// The style of words in a role: of the terminal's own colours only those that can be read on black and on white.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        self.with(role, self.palette.colour(role, self.depth))
    }

    /// The style of lines and of marks beside words, which may be fainter than what has to be read.
    #[must_use]
    pub fn mark(self, role: Role) -> Style {
        self.with(role, self.palette.mark(role, self.depth))
    }

    fn with(self, role: Role, colour: Option<Color>) -> Style {
        let mut modifiers = modifiers(role);
        if self.palette.dims_by_colour(self.depth) {
            modifiers -= Modifier::DIM;
        }
        let style = Style::new().add_modifier(modifiers);
        match colour {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    /// Text and ground of the whole screen; `None` leaves both to the terminal.
    #[must_use]
    pub fn ground(self) -> Option<(Color, Color)> {
        self.palette.ground(self.depth)
    }

    /// What stands before a line that can be chosen: the pointer where the cursor is, else a blank.
    #[must_use]
    pub fn pointer(self, here: bool) -> &'static str {
        if here {
            self.glyph(Glyph::Pointer)
        } else {
            " "
        }
    }

    /// A character of the theme.
    #[must_use]
    pub fn glyph(self, glyph: Glyph) -> &'static str {
        let (unicode, ascii) = glyph.both();
        if self.ascii() { ascii } else { unicode }
    }
}

#[allow(
    clippy::match_same_arms,
    reason = "a row for each role, to be changed one by one"
)]
fn modifiers(role: Role) -> Modifier {
    match role {
        Role::Plain | Role::Good | Role::Zone | Role::Border => Modifier::empty(),
        Role::Dim | Role::Ghost => Modifier::DIM,
        Role::Strong | Role::Accent | Role::Key | Role::Warn | Role::Bad => Modifier::BOLD,
        Role::Bar | Role::Cursor => Modifier::REVERSED,
        Role::BarStrong | Role::Jump => Modifier::REVERSED.union(Modifier::BOLD),
        Role::CursorAway => Modifier::UNDERLINED,
        Role::Risk(risk) if risk >= Risk::High => Modifier::BOLD,
        Role::Risk(_) => Modifier::empty(),
    }
}

/// Single characters that stand for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// Something open.
    Open,
    /// All treated.
    Treated,
    /// In place, and not looked at.
    Half,
    /// Nobody has looked, or nobody knows.
    Unknown,
    /// Does not apply.
    Not,
    /// A consequence of something else.
    Affected,
    /// The document holds something that its file does not.
    Dirty,
    /// The line that the cursor is on.
    Pointer,
    /// From one to the other.
    To,
    /// From the other to the one.
    From,
    /// Between parts of a line.
    Dot,
    /// An upright line.
    Upright,
    /// A level line.
    Level,
    /// The pinned mark.
    Pinned,
    /// A filled part of a bar.
    Full,
    /// An empty part of a bar.
    Empty,
    /// Something dangerous.
    Danger,
    /// Put aside.
    Parked,
    /// One of several that something will be done with.
    Chosen,
    /// A marked value.
    Marked,
    /// A value that is not marked.
    Unmarked,
}

impl Glyph {
    #[allow(
        clippy::match_same_arms,
        reason = "a row for each meaning, to be changed one by one"
    )]
    fn both(self) -> (&'static str, &'static str) {
        match self {
            Self::Open => ("▲", "!"),
            Self::Treated => ("✓", "ok"),
            Self::Half => ("◐", "o"),
            Self::Unknown => ("◌", "?"),
            Self::Not => ("–", "-"),
            Self::Affected => ("↳", "~"),
            Self::Dirty => ("●", "*"),
            Self::Pointer => ("▸", ">"),
            Self::To => ("→", "->"),
            Self::From => ("←", "<-"),
            Self::Dot => ("·", "."),
            Self::Upright => ("│", "|"),
            Self::Level => ("─", "-"),
            Self::Pinned => ("◆", "^"),
            Self::Full => ("█", "#"),
            Self::Empty => ("░", "."),
            Self::Danger => ("▲", "!"),
            Self::Parked => ("∥", "="),
            Self::Chosen => ("●", "*"),
            Self::Marked => ("[x]", "[x]"),
            Self::Unmarked => ("[ ]", "[ ]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colours_nothing_is_coloured() {
        let mono = Theme {
            depth: Depth::Mono,
            ..Theme::default()
        };
        for role in [
            Role::Accent,
            Role::Risk(Risk::Critical),
            Role::Bad,
            Role::Cursor,
        ] {
            assert_eq!(mono.style(role).fg, None);
            assert_eq!(mono.style(role).bg, None);
        }
    }

    #[test]
    fn backgrounds_are_left_to_the_terminal() {
        for role in [Role::Plain, Role::Bar, Role::Cursor, Role::Jump] {
            assert_eq!(Theme::default().style(role).bg, None);
        }
    }
}
