//! The one table of commands. The keymap, the hint line, the help, the palette and the README's key table all read it.
//!
//! A row says what a command is called, what it does, which keys reach it, where, and what has to be there for it to work.
//! A new command is a variant here, a row in [`COMMANDS`] and an arm in `update`; everything else follows.

use std::fmt::Write as _;

/// Something that a person can ask the program to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(
    missing_docs,
    reason = "each variant is explained by its row in the table"
)]
pub enum Command {
    // Anywhere.
    Help,
    Palette,
    CommandLine,
    Search,
    SearchNext,
    SearchPrevious,
    Ask,
    Decide,
    Undo,
    Redo,
    Save,
    Export,
    Quit,
    Suspend,
    ShowDiskChanges,
    AboutSystem,
    AboutComponent,
    NextPane,
    PreviousPane,
    ShowDraw,
    ShowThreats,
    ShowMatrix,
    ShowVerify,
    ShowReview,
    ShowReport,
    ShowStart,
    OpenPath,
    OpenFolder,
    CopyPath,
    EditOutside,
    WayBack,
    StepBack,
    // Moving about.
    Left,
    Right,
    Up,
    Down,
    First,
    Last,
    PageUp,
    PageDown,
    Open,
    // The canvas.
    NextBox,
    PreviousBox,
    Downstream,
    Upstream,
    JumpTo,
    AddAfter,
    AddBefore,
    Add,
    Connect,
    ConnectFrom,
    NextFlow,
    Insert,
    Rename,
    Delete,
    Heal,
    ZoneNew,
    ZoneOfBox,
    ZoneTrust,
    ZoneRename,
    ZoneDelete,
    ZoneSelect,
    ZoneFold,
    ZoneFoldAll,
    ZoneTidy,
    MarkBoxes,
    MarkZone,
    MarkThis,
    Repeat,
    FlowKind,
    QuickLine,
    MoveMode,
    BoxLeft,
    BoxRight,
    BoxUp,
    BoxDown,
    Pin,
    Tidy,
    PanLeft,
    PanRight,
    PanUp,
    PanDown,
    Centre,
    ZoomIn,
    ZoomOut,
    Map,
    NextLayout,
    ChangeKind,
    TakeZones,
    NextDiagram,
    // Lists of findings.
    ShowOnCanvas,
    ShowInRegister,
    ShowRequirements,
    ToggleAffected,
    Sort,
    Filter,
    Mark,
    MarkAll,
    Clear,
    AddThreat,
    EditThreat,
    AnswerNumber,
    ToggleInherent,
    // The requirements.
    RecordVerified,
    RecordImplemented,
    RecordPlanned,
    RecordNotMet,
    RecordNotApplicable,
    RecordNotAssessed,
    FilterRequirements,
    OnlyBlocking,
    Regroup,
    ShowFinding,
    // Dialogs.
    Accept,
    Tick,
    Cancel,
    LeaveAtOnce,
    OtherSide,
    Complete,
    NextField,
    PreviousField,
    ToggleValue,
    Skip,
    Earlier,
    FindOut,
    // The walk-through.
    Park,
    TakeNote,
    CopySettled,
    WriteSettled,
    EndReview,
}

/// Where a command works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// On every screen, but not while a dialog is open.
    Anywhere,
    /// The drawing.
    Canvas,
    /// The panel beside the drawing.
    Panel,
    /// The register of findings.
    Threats,
    /// The detail of a finding.
    Detail,
    /// The values of a finding's question, in its detail.
    Values,
    /// Components against threats.
    Matrix,
    /// Requirements and levels.
    Verify,
    /// The walk-through.
    Review,
    /// The point of the walk-through that is in front, with what can be chosen.
    Point,
    /// What the report says, before it is written.
    Report,
    /// The start page.
    Start,
    /// A list to choose from, with a line to type in.
    Picker,
    /// A list in which several lines can be ticked.
    Ticks,
    /// A single line to type in.
    Prompt,
    /// A single line for the path of a file.
    Path,
    /// The line for commands and steps.
    CommandLine,
    /// A form with several fields.
    Form,
    /// A question with its values.
    Card,
    /// A question of the program itself, such as before quitting.
    Confirm,
    /// Letters stand on the boxes.
    Letters,
    /// A layout is on offer.
    Layouts,
    /// A diagram was pasted, and is looked at.
    Pasted,
    /// A box is being moved.
    Moving,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 24] = [
        Self::Anywhere,
        Self::Canvas,
        Self::Panel,
        Self::Threats,
        Self::Detail,
        Self::Values,
        Self::Matrix,
        Self::Verify,
        Self::Review,
        Self::Point,
        Self::Report,
        Self::Start,
        Self::Picker,
        Self::Ticks,
        Self::Prompt,
        Self::Path,
        Self::CommandLine,
        Self::Form,
        Self::Card,
        Self::Confirm,
        Self::Letters,
        Self::Layouts,
        Self::Pasted,
        Self::Moving,
    ];

    /// The name as a heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "Everywhere",
            Self::Canvas => "Draw",
            Self::Panel => "Side panel",
            Self::Threats => "Threats",
            Self::Detail => "Threats, the detail",
            Self::Values => "Threats, the question of a finding",
            Self::Matrix => "Matrix",
            Self::Verify => "Verify",
            Self::Review => "Review",
            Self::Point => "Review, the point in front",
            Self::Report => "Report",
            Self::Start => "Start page",
            Self::Picker => "Lists",
            Self::Ticks => "Lists with boxes to tick",
            Self::Prompt => "Names",
            Self::Path => "Names of files",
            Self::CommandLine => "Command line",
            Self::Form => "Forms",
            Self::Card => "Questions",
            Self::Confirm => "Dialogs",
            Self::Letters => "Jump letters",
            Self::Layouts => "Layouts on offer",
            Self::Pasted => "A pasted diagram",
            Self::Moving => "Moving a box",
        }
    }

    /// Whether printable keys are text here, so that only other keys can be commands.
    #[must_use]
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Picker | Self::Ticks | Self::Prompt | Self::Path | Self::CommandLine | Self::Form
        )
    }
}

/// What has to be there for a command to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// At least one box in the drawing.
    SomeBox,
    /// A selected box.
    Box,
    /// A selected box, or boxes that are marked.
    Boxes,
    /// The same, or a selected zone, which moves with all that stands in it.
    Movable,
    /// A selected flow.
    Flow,
    /// A box or a flow that is selected.
    BoxOrFlow,
    /// A zone around what is selected.
    Zone,
    /// At least one finding or question to decide on.
    Finding,
    /// A requirement under the cursor.
    Requirement,
    /// Something to take back.
    Undo,
    /// Something to do again.
    Redo,
    /// A search that was made.
    Searched,
    /// A place to go back to.
    CameFrom,
    /// A threat of the team's own.
    OwnThreat,
    /// A filter, or marked lines.
    Narrowed,
    /// A file that someone else wrote or removed meanwhile.
    ChangedOnDisk,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The command.
    pub command: Command,
    /// What it is called, in the palette and the help.
    pub name: &'static str,
    /// What it does, in a line.
    pub help: &'static str,
    /// The keys that reach it; a sequence is written with blanks, as in `z n`.
    pub keys: &'static [&'static str],
    /// Where it works.
    pub places: &'static [Place],
    /// What has to be there.
    pub need: Need,
    /// The word in the hint line and how early it is shown (1 is first); `None` keeps it out.
    pub hint: Option<(u8, &'static str)>,
    /// Whether it changes the document.
    pub writes: bool,
}

mod table;

pub use table::COMMANDS;

/// The keys as a table in Markdown, for the README.
#[must_use]
pub fn key_table() -> String {
    let mut table = String::new();
    for place in Place::ALL {
        let _ = writeln!(
            table,
            "**{}**\n\n| key | does |\n| --- | --- |",
            place.name()
        );
        // What works on the whole Review screen is listed once.
        let listed = |row: &&Row| place != Place::Point || !row.places.contains(&Place::Review);
        for row in rows_in(place).filter(listed) {
            let keys: Vec<String> = row
                .keys
                .iter()
                .map(|key| format!("`{}`", key.replace('|', "\\|")))
                .collect();
            let _ = writeln!(
                table,
                "| {} | {} |",
                keys.join(" "),
                row.help.replace('|', "\\|")
            );
        }
        table.push('\n');
    }
    table
}

/// The rows that work in a place, those of [`Place::Anywhere`] not included.
pub fn rows_in(place: Place) -> impl Iterator<Item = &'static Row> {
    COMMANDS
        .iter()
        .filter(move |row| row.places.contains(&place))
}
