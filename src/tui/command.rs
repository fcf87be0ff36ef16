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
    Meet,
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
    Cancel,
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
    /// What the report says, before it is written.
    Report,
    /// The start page.
    Start,
    /// A list to choose from, with a line to type in.
    Picker,
    /// A single line to type in.
    Prompt,
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
    pub const ALL: [Self; 21] = [
        Self::Anywhere,
        Self::Canvas,
        Self::Panel,
        Self::Threats,
        Self::Detail,
        Self::Values,
        Self::Matrix,
        Self::Verify,
        Self::Review,
        Self::Report,
        Self::Start,
        Self::Picker,
        Self::Prompt,
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
            Self::Report => "Report",
            Self::Start => "Start page",
            Self::Picker => "Lists",
            Self::Prompt => "Names",
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
            Self::Picker | Self::Prompt | Self::CommandLine | Self::Form
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

const fn row(
    command: Command,
    name: &'static str,
    help: &'static str,
    keys: &'static [&'static str],
    places: &'static [Place],
) -> Row {
    Row {
        command,
        name,
        help,
        keys,
        places,
        need: Need::Nothing,
        hint: None,
        writes: false,
    }
}

impl Row {
    const fn needs(mut self, need: Need) -> Self {
        self.need = need;
        self
    }

    const fn hint(mut self, rank: u8, word: &'static str) -> Self {
        self.hint = Some((rank, word));
        self
    }

    const fn writes(mut self) -> Self {
        self.writes = true;
        self
    }
}

use Place::{
    Anywhere, Canvas, Card, CommandLine, Confirm, Detail, Form, Layouts, Letters, Matrix, Moving,
    Panel, Pasted, Picker, Prompt, Report, Review, Start, Threats, Values, Verify,
};

const LISTS: &[Place] = &[Panel, Threats, Verify, Report, Start];
const FINDINGS: &[Place] = &[Threats, Detail, Values, Matrix];

/// Every command there is.
#[rustfmt::skip] // A table reads best with a row on each line.
pub const COMMANDS: &[Row] = &[
    // The canvas: moving.
    row(Command::Left, "Select left", "Select the nearest box to the left", &["h", "Left"], &[Canvas]).needs(Need::SomeBox),
    row(Command::Down, "Select below", "Select the nearest box below", &["j", "Down"], &[Canvas]).needs(Need::SomeBox),
    row(Command::Up, "Select above", "Select the nearest box above", &["k", "Up"], &[Canvas]).needs(Need::SomeBox),
    row(Command::Right, "Select right", "Select the nearest box to the right", &["l", "Right"], &[Canvas]).needs(Need::SomeBox),
    row(Command::NextBox, "Next box", "Select the next box in reading order", &["w"], &[Canvas]).needs(Need::SomeBox),
    row(Command::PreviousBox, "Previous box", "Select the previous box in reading order", &["b"], &[Canvas]).needs(Need::SomeBox),
    row(Command::Downstream, "Follow a flow down", "Select the box that the next flow leads to", &["]"], &[Canvas]).needs(Need::BoxOrFlow),
    row(Command::Upstream, "Follow a flow up", "Select the box that the next flow comes from", &["["], &[Canvas]).needs(Need::BoxOrFlow),
    row(Command::JumpTo, "Jump to a box", "Put a letter on every box in view and jump to one", &["f"], &[Canvas]).needs(Need::SomeBox).hint(13, "jump"),
    row(Command::NextFlow, "Select a flow", "Go round the flows of the box", &["e"], &[Canvas]).needs(Need::BoxOrFlow).hint(8, "flows"),
    row(Command::Open, "Open", "Open what is selected: a box in the panel, a flow as a form", &["Enter"], &[Canvas]).needs(Need::BoxOrFlow).hint(3, "open"),
    // The canvas: drawing.
    row(Command::AddAfter, "Add after", "Add a component that the selected one flows to", &["o"], &[Canvas]).needs(Need::Box).hint(1, "add after").writes(),
    row(Command::AddBefore, "Add before", "Add a component that flows to the selected one", &["O"], &[Canvas]).needs(Need::Box).writes(),
    row(Command::Add, "Add", "Add a component that stands alone", &["a"], &[Canvas]).hint(2, "add").writes(),
    row(Command::Connect, "Connect to", "Draw a flow from the selected box to another", &["c"], &[Canvas]).needs(Need::Box).hint(2, "connect").writes(),
    row(Command::ConnectFrom, "Connect from", "Draw a flow from another box to the selected one", &["C"], &[Canvas]).needs(Need::Box).writes(),
    row(Command::Insert, "Insert on flow", "Put a new component into the selected flow", &["i"], &[Canvas]).needs(Need::Flow).hint(1, "insert").writes(),
    row(Command::Repeat, "Add another", "Add one more like the last, in the same way, at the selected box", &["."], &[Canvas]).needs(Need::Box).writes(),
    row(Command::QuickLine, "Draw by typing", "Type a piece of the drawing, as in `camera -> gateway -> lake(store)`, or paste a Mermaid flowchart or a digraph", &[">"], &[Canvas]).writes(),
    row(Command::FlowKind, "What flows", "Say what the flow carries: the selected one, or the box's own", &["F"], &[Canvas]).needs(Need::BoxOrFlow).hint(5, "what flows").writes(),
    row(Command::ChangeKind, "Change kind", "Make the box one of another kind", &["T"], &[Canvas]).needs(Need::Box).writes(),
    row(Command::Rename, "Rename", "Rename the box or zone, or change the words on the flow", &["r"], &[Canvas]).needs(Need::BoxOrFlow).hint(6, "rename").writes(),
    row(Command::Delete, "Delete", "Delete what is marked or selected, with everything on it; undo brings it back", &["x", "Delete"], &[Canvas]).needs(Need::BoxOrFlow).hint(7, "delete").writes(),
    row(Command::Heal, "Delete and heal", "Delete the box and join what flowed through it", &["X"], &[Canvas]).needs(Need::Box).writes(),
    row(Command::ZoneOfBox, "Set zone", "Move the box, or what is marked, into a trust zone", &["z m"], &[Canvas]).needs(Need::Boxes).writes(),
    row(Command::ZoneNew, "New zone", "Draw a new trust zone round the box, or round what is marked", &["z n"], &[Canvas]).writes(),
    row(Command::ZoneTrust, "Set trust", "Say how far the zone of the box is trusted", &["z t"], &[Canvas]).needs(Need::Zone).writes(),
    row(Command::ZoneRename, "Rename zone", "Rename the zone of the box", &["z r"], &[Canvas]).needs(Need::Zone).writes(),
    row(Command::ZoneDelete, "Delete zone", "Delete the zone of the box; what stands in it stays", &["z x"], &[Canvas]).needs(Need::Zone).writes(),
    row(Command::ZoneSelect, "Select zone", "Select the zone of the box; Enter goes into it", &["z z"], &[Canvas]).needs(Need::Zone),
    row(Command::ZoneFold, "Fold zone", "Draw the zone as one box with its counts, or open it again", &["z c"], &[Canvas]).needs(Need::Zone),
    row(Command::ZoneFoldAll, "Fold all zones", "Draw every zone as one box, or open all of them", &["z a"], &[Canvas]).needs(Need::SomeBox),
    row(Command::ZoneTidy, "Tidy zone", "Lay out the zone of the box afresh, with a preview", &["z ="], &[Canvas]).needs(Need::Zone).writes(),
    row(Command::MarkBoxes, "Mark", "Mark the box, and every box that the selection comes to; again to stop", &["v"], &[Canvas]).needs(Need::Box),
    row(Command::MarkZone, "Mark zone", "Mark every box of the zone", &["V"], &[Canvas]).needs(Need::Zone),
    row(Command::MarkThis, "Mark one", "Mark the box, or take its mark away", &["Space"], &[Canvas]).needs(Need::Box),
    row(Command::MoveMode, "Move", "Move the box, or the zone, with the arrows until Enter; Esc puts it back", &["m"], &[Canvas]).needs(Need::Movable).writes(),
    row(Command::BoxLeft, "Move box left", "Move the box, or the zone with all in it, to the left and pin it", &["H", "Shift-Left"], &[Canvas]).needs(Need::Movable).writes(),
    row(Command::BoxDown, "Move box down", "Move the box, or the zone with all in it, down and pin it", &["J", "Shift-Down"], &[Canvas]).needs(Need::Movable).writes(),
    row(Command::BoxUp, "Move box up", "Move the box, or the zone with all in it, up and pin it", &["K", "Shift-Up"], &[Canvas]).needs(Need::Movable).writes(),
    row(Command::BoxRight, "Move box right", "Move the box, or the zone with all in it, to the right and pin it", &["L", "Shift-Right"], &[Canvas]).needs(Need::Movable).writes(),
    row(Command::Pin, "Pin", "Pin the box to its place, or let it go", &["p"], &[Canvas]).needs(Need::Movable).writes(),
    row(Command::Tidy, "Tidy", "Offer a layout of what is marked, or of everything; again for the next one", &["="], &[Canvas]).needs(Need::SomeBox).hint(14, "tidy").writes(),
    // The canvas: looking.
    row(Command::PanLeft, "Look left", "Move the view to the left", &["Alt-Left"], &[Canvas]).needs(Need::SomeBox),
    row(Command::PanRight, "Look right", "Move the view to the right", &["Alt-Right"], &[Canvas]).needs(Need::SomeBox),
    row(Command::PanUp, "Look up", "Move the view up", &["Alt-Up", "PageUp", "Ctrl-u"], &[Canvas]).needs(Need::SomeBox),
    row(Command::PanDown, "Look down", "Move the view down", &["Alt-Down", "PageDown", "Ctrl-d"], &[Canvas]).needs(Need::SomeBox),
    row(Command::Centre, "Centre", "Back to the usual size, the selected box in the middle", &["0"], &[Canvas]).needs(Need::SomeBox),
    row(Command::ZoomIn, "Zoom in", "See the drawing from nearer", &["+"], &[Canvas]).needs(Need::SomeBox),
    row(Command::ZoomOut, "Zoom out", "See the drawing from farther away", &["-"], &[Canvas]).needs(Need::SomeBox).hint(13, "zoom out"),
    row(Command::Map, "Map", "Show or hide the map of the whole drawing", &["'"], &[Canvas]).needs(Need::SomeBox),
    row(Command::First, "First box", "Select the first box", &["Home"], &[Canvas]).needs(Need::SomeBox),
    row(Command::Last, "Last box", "Select the last box", &["End"], &[Canvas]).needs(Need::SomeBox),
    // The panel.
    row(Command::Down, "Next line", "Go to the next line", &["j", "Down"], LISTS),
    row(Command::Up, "Previous line", "Go to the previous line", &["k", "Up"], LISTS),
    row(Command::First, "First line", "Go to the first line", &["Home", "g g"], LISTS),
    row(Command::Last, "Last line", "Go to the last line", &["End", "G"], LISTS),
    row(Command::PageDown, "Page down", "Scroll the detail down", &["PageDown", "Ctrl-d"], LISTS).hint(9, "scroll"),
    row(Command::PageUp, "Page up", "Scroll the detail up", &["PageUp", "Ctrl-u"], LISTS),
    row(Command::Right, "Next section", "Go to the next section of the panel", &["l", "Right"], &[Panel]).hint(3, "section"),
    row(Command::Left, "Previous section", "Go to the previous section of the panel", &["h", "Left"], &[Panel]),
    row(Command::Open, "Open", "Decide on the finding, answer the question or go to the flow", &["Enter"], &[Panel]).hint(1, "open"),
    // The register.
    row(Command::Open, "Open", "Answer the finding's question, decide on it, or choose what becomes of an orphan", &["Enter"], &[Threats]).needs(Need::Finding).hint(1, "open"),
    row(Command::Mark, "Mark", "Mark the finding, to decide several at once", &["Space"], &[Threats]).needs(Need::Finding).hint(6, "mark"),
    row(Command::MarkAll, "Mark all", "Mark every finding that is listed and can be decided, or none", &["*"], &[Threats]).needs(Need::Finding),
    row(Command::Filter, "Filter", "List only what meets a condition: threat, component, zone, decision, owner, risk, unanswered, orphaned, overdue", &["f"], &[Threats, Detail]).hint(3, "filter"),
    row(Command::Clear, "Clear filter", "List everything again and take the marks away", &["F"], &[Threats]).needs(Need::Narrowed),
    row(Command::Sort, "Sort", "Sort by the next column: risk, threat, component, zone, decision, owner, due date", &["s"], &[Threats, Detail]).hint(4, "sort"),
    row(Command::ToggleAffected, "Consequences", "Show or hide findings that are only consequences of another", &["c"], &[Threats]).hint(8, "consequences"),
    row(Command::AddThreat, "Add a threat", "Add a threat of the team's own", &["a"], &[Threats]).needs(Need::SomeBox).hint(7, "add threat").writes(),
    row(Command::EditThreat, "Change own threat", "Change the threat of the team's own", &["e"], &[Threats, Detail]).needs(Need::OwnThreat).hint(2, "change it").writes(),
    row(Command::Delete, "Delete", "Delete the threat of the team's own, or take the decision back; undo brings it back", &["x", "Delete"], &[Threats, Detail]).needs(Need::Finding).writes(),
    row(Command::ShowOnCanvas, "Show on the canvas", "Go to the component of the finding on the Draw screen", &["v"], FINDINGS).needs(Need::SomeBox).hint(5, "on canvas"),
    row(Command::ShowInRegister, "Show in the register", "Go to the finding in the register", &["t"], &[Canvas, Panel, Matrix]).needs(Need::Finding).hint(12, "register"),
    row(Command::ShowRequirements, "Show requirements", "Go to the requirements that act on the finding", &["R"], &[Canvas, Panel, Threats, Detail, Values, Matrix]).needs(Need::Finding).hint(9, "requirements"),
    row(Command::NextPane, "Next pane", "Go from the list to the detail and back", &["Tab"], &[Threats, Detail, Values]).hint(9, "detail"),
    row(Command::PreviousPane, "Previous pane", "Go from the list to the detail and back", &["Shift-Tab"], &[Threats, Detail, Values]),
    // The detail of a finding.
    row(Command::Down, "Scroll down", "Scroll the detail down by a line", &["j", "Down"], &[Detail]).hint(3, "scroll"),
    row(Command::Up, "Scroll up", "Scroll the detail up by a line", &["k", "Up"], &[Detail]),
    row(Command::Open, "Open", "Decide on the finding, or choose what becomes of an orphan", &["Enter"], &[Detail]).needs(Need::Finding).hint(1, "open"),
    row(Command::Down, "Next value", "Go to the next value", &["j", "Down"], &[Values]),
    row(Command::Up, "Previous value", "Go to the previous value", &["k", "Up"], &[Values]),
    row(Command::AnswerNumber, "Answer by number", "Answer with the value of that number; where several can hold, mark it", &["1", "2", "3", "4", "5", "6", "7", "8", "9"], &[Values]).hint(2, "answer").writes(),
    row(Command::Open, "Answer", "Answer with the marked value", &["Enter"], &[Values]).needs(Need::Finding).hint(1, "answer").writes(),
    row(Command::ToggleValue, "Mark value", "Mark the value, where several can hold", &["Space"], &[Values]).hint(3, "mark"),
    row(Command::PageDown, "Page down", "Scroll the detail down by a page", &["PageDown", "Ctrl-d"], &[Detail, Values]).hint(10, "scroll"),
    row(Command::PageUp, "Page up", "Scroll the detail up by a page", &["PageUp", "Ctrl-u"], &[Detail, Values]),
    row(Command::First, "To the top", "Scroll to the top of the detail", &["Home", "g g"], &[Detail, Values]),
    row(Command::Last, "To the end", "Scroll to the end of the detail", &["End", "G"], &[Detail, Values]),
    row(Command::ShowOnCanvas, "Show on the canvas", "Go to a component that the requirement applies to", &["v"], &[Verify]).needs(Need::Requirement).hint(9, "on canvas"),
    // The matrix.
    row(Command::Left, "Threat to the left", "Go one threat to the left", &["h", "Left"], &[Matrix]),
    row(Command::Right, "Threat to the right", "Go one threat to the right", &["l", "Right"], &[Matrix]),
    row(Command::Down, "Next component", "Go to the next component", &["j", "Down"], &[Matrix]),
    row(Command::Up, "Previous component", "Go to the previous component", &["k", "Up"], &[Matrix]),
    row(Command::First, "First component", "Go to the first component", &["Home", "g g"], &[Matrix]),
    row(Command::Last, "Last component", "Go to the last component", &["End", "G"], &[Matrix]),
    row(Command::PageDown, "Page down", "Go down by a page", &["PageDown", "Ctrl-d"], &[Matrix]),
    row(Command::PageUp, "Page up", "Go up by a page", &["PageUp", "Ctrl-u"], &[Matrix]),
    row(Command::Open, "Open", "Go to the finding in the register; where the threat does not apply, to the component", &["Enter"], &[Matrix]).needs(Need::SomeBox).hint(1, "open"),
    row(Command::ToggleInherent, "Inherent or residual", "Show the risk without controls, or what is left with them", &["i"], &[Matrix]).hint(3, "inherent or residual"),
    // The requirements.
    row(Command::Open, "Open", "Record the state of the requirement with its evidence", &["Enter"], &[Verify]).needs(Need::Requirement).hint(1, "record").writes(),
    row(Command::RecordVerified, "Verified", "In place and somebody has looked; asks for evidence, assessor and date", &["y"], &[Verify]).needs(Need::Requirement).hint(2, "verified").writes(),
    row(Command::RecordImplemented, "Implemented", "In place, and nobody has looked yet", &["i"], &[Verify]).needs(Need::Requirement).hint(2, "implemented").writes(),
    row(Command::RecordPlanned, "Planned", "Agreed, and not in place yet", &["p"], &[Verify]).needs(Need::Requirement).hint(2, "planned").writes(),
    row(Command::RecordNotMet, "Missing", "Looked at, and not met", &["m"], &[Verify]).needs(Need::Requirement).hint(2, "missing").writes(),
    row(Command::RecordNotApplicable, "Not applicable", "Does not fit this system; asks for the reason", &["x"], &[Verify]).needs(Need::Requirement).hint(6, "not applicable").writes(),
    row(Command::RecordNotAssessed, "Not assessed", "Take back what is recorded here", &["-", "Delete"], &[Verify]).needs(Need::Requirement).writes(),
    row(Command::Right, "Next place", "Look at the next component of the requirement, or at the whole system", &["Right", "l"], &[Verify]).needs(Need::Requirement).hint(7, "place"),
    row(Command::Left, "Previous place", "Look at the previous component of the requirement, or at the whole system", &["Left", "h"], &[Verify]).needs(Need::Requirement),
    row(Command::FilterRequirements, "Filter", "List only some: by level, state, chapter, component, threat, stage or supplier", &["f"], &[Verify]).hint(3, "filter"),
    row(Command::OnlyBlocking, "What blocks", "List only what keeps the next level from being reached", &["b"], &[Verify]).hint(3, "what blocks"),
    row(Command::Regroup, "Group", "Group by level instead of by chapter, and back", &["s"], &[Verify]).hint(8, "group"),
    row(Command::ShowFinding, "Show the finding", "Go to the worst finding that the requirement acts on", &["t"], &[Verify]).needs(Need::Requirement).hint(9, "finding"),
    // The walk-through.
    row(Command::Open, "Open", "Begin the review, answer or decide what is in front, or take up what was left open", &["Enter"], &[Review]).hint(1, "go on"),
    row(Command::Down, "Next line", "Go to the next value, or the next point of the agenda", &["Down", "j"], &[Review]).hint(2, "choose"),
    row(Command::Up, "Previous line", "Go to the value or point before", &["k", "Up"], &[Review]),
    row(Command::Right, "Next point", "Leave it as it is and go to the next point", &["Right", "l"], &[Review]).hint(3, "next"),
    row(Command::Left, "Point before", "Go back to the point before, settled or not", &["Left", "h"], &[Review]).hint(4, "back"),
    row(Command::ToggleValue, "Mark value", "Mark the value, where several can hold", &["Space"], &[Review]).hint(2, "mark"),
    row(Command::FindOut, "Don't know", "Nobody here knows: write down who finds out, and by when", &["w"], &[Review]).hint(5, "don't know").writes(),
    row(Command::Park, "Put aside", "Put the point aside for later; the last page lists it", &["p"], &[Review]).hint(6, "put aside"),
    row(Command::TakeNote, "Note", "Take a note on the finding, the component or the system", &["m"], &[Review]).hint(7, "note").writes(),
    row(Command::ShowOnCanvas, "Show on the canvas", "Go to the component on the Draw screen; Backspace comes back", &["v"], &[Review]).hint(8, "on canvas"),
    row(Command::First, "Agenda", "Show the agenda; Enter goes to a point", &["Home", "g g"], &[Review]).hint(9, "agenda"),
    row(Command::Last, "Settled so far", "Show what was settled in this sitting", &["End", "G"], &[Review]).hint(9, "settled"),
    row(Command::PageDown, "Page down", "Scroll down", &["PageDown", "Ctrl-d"], &[Review]),
    row(Command::PageUp, "Page up", "Scroll up", &["PageUp", "Ctrl-u"], &[Review]),
    row(Command::CopySettled, "Copy what was settled", "Copy what was settled in this sitting, as Markdown", &["y"], &[Review]).hint(2, "copy"),
    row(Command::WriteSettled, "Write what was settled", "Write what was settled in this sitting to a Markdown file beside the document", &["W"], &[Review]).hint(3, "write file"),
    row(Command::EndReview, "End the sitting", "End this sitting; what was settled stays in the document", &["X"], &[Review]).hint(5, "end"),
    // The report.
    row(Command::Open, "Change", "Take the next value, a chapter in or out, or type a date or a file", &["Enter"], &[Report]).hint(1, "change"),
    row(Command::ToggleValue, "Take in or leave out", "Take the chapter in or leave it out", &["Space"], &[Report]).hint(2, "in or out"),
    row(Command::Right, "Next value", "Take the next value of the setting", &["l", "Right"], &[Report]),
    row(Command::Left, "Previous value", "Take the previous value of the setting", &["h", "Left"], &[Report]),
    row(Command::OpenFolder, "Open folder", "Open the folder of the report that was written", &["o"], &[Report]).hint(3, "open folder"),
    row(Command::CopyPath, "Copy path", "Copy the path of the report that was written", &["y"], &[Report]).hint(4, "copy path"),
    // The start page.
    row(Command::Open, "Open", "Open or begin what the cursor is on", &["Enter"], &[Start]).hint(1, "open"),
    row(Command::OpenPath, "Open a file", "Open a file by its path", &["o"], &[Start]).hint(2, "open a file"),
    // Anywhere.
    row(Command::Ask, "Ask next", "Ask the question whose answer settles most", &["A", "g a"], &[Anywhere]).needs(Need::SomeBox).hint(4, "ask").writes(),
    row(Command::Decide, "Decide", "Decide on the finding", &["d"], &[Anywhere]).needs(Need::Finding).hint(5, "decide").writes(),
    row(Command::Undo, "Undo", "Take the last step back", &["u"], &[Anywhere]).needs(Need::Undo).hint(10, "undo").writes(),
    row(Command::Redo, "Redo", "Do the last undone step again", &["Ctrl-r", "U"], &[Anywhere]).needs(Need::Redo).writes(),
    row(Command::Save, "Save", "Write the document to its file", &["Ctrl-s"], &[Anywhere]).hint(11, "save"),
    row(Command::Export, "Export", "Write the report: a PDF beside the document, unless the Report screen says otherwise", &["E"], &[Anywhere]).needs(Need::SomeBox).hint(12, "export"),
    row(Command::Meet, "Changes on disk", "Show what another program did to the file, and join it", &["g m"], &[Anywhere]).needs(Need::ChangedOnDisk).hint(1, "changes on disk"),
    row(Command::Search, "Search", "Search names, kinds, findings and requirements, and go there", &["/"], &[Anywhere]).needs(Need::SomeBox).hint(15, "search"),
    row(Command::SearchNext, "Next match", "Go to the next match of the last search", &["n"], &[Anywhere]).needs(Need::Searched),
    row(Command::SearchPrevious, "Previous match", "Go to the previous match of the last search", &["N"], &[Anywhere]).needs(Need::Searched),
    row(Command::CommandLine, "Command line", "Type a step, as in `bartizan do`, a command, or w, q, wq", &[":"], &[Anywhere]).hint(16, "step"),
    row(Command::Palette, "Palette", "Find any command by its name", &["Ctrl-p"], &[Anywhere]).hint(17, "commands"),
    row(Command::Help, "Help", "Show the keys that work here", &["?", "F1"], &[Anywhere]),
    row(Command::ShowDraw, "Draw", "Go to the drawing", &["1"], &[Anywhere]),
    row(Command::ShowThreats, "Threats", "Go to the register of findings", &["2"], &[Anywhere]),
    row(Command::ShowMatrix, "Matrix", "Go to components against threats", &["3"], &[Anywhere]),
    row(Command::ShowVerify, "Verify", "Go to the requirements and the level reached", &["4"], &[Anywhere]),
    row(Command::ShowReview, "Review", "Go to the walk-through for a workshop", &["5"], &[Anywhere]),
    row(Command::ShowReport, "Report", "Go to the report, as it would be written now", &["6"], &[Anywhere]),
    row(Command::ShowStart, "Start page", "Go to the start page: recent files, templates, samples, the tour", &["g s"], &[Anywhere]),
    row(Command::NextPane, "Next pane", "Take the box on offer, or go to the next pane", &["Tab"], &[Canvas, Panel]).hint(9, "panel"),
    row(Command::PreviousPane, "Previous pane", "Go to the previous pane", &["Shift-Tab"], &[Canvas, Panel]),
    row(Command::WayBack, "Way back", "Go back to where you came from", &["Backspace", "Ctrl-o"], &[Anywhere]).needs(Need::CameFrom),
    row(Command::StepBack, "Step back", "Step back: stop an export, leave the flow, the panel or the screen", &["Esc"], &[Anywhere]),
    row(Command::Suspend, "Suspend", "Leave the program for the shell; `fg` comes back", &["Ctrl-z"], &[Anywhere]),
    row(Command::Quit, "Quit", "Leave; asks only when something would be lost", &["q", "Ctrl-c"], &[Anywhere]).hint(18, "quit"),
    // Dialogs.
    row(Command::Accept, "Accept", "Take the marked line", &["Enter"], &[Picker]).hint(1, "take it"),
    row(Command::Cancel, "Cancel", "Go back; what was typed is kept", &["Esc", "Ctrl-c"], &[Picker, Prompt, CommandLine, Form]).hint(3, "back"),
    row(Command::Down, "Next line", "Go to the next line", &["Down", "Ctrl-n"], &[Picker]).hint(2, "choose"),
    row(Command::Up, "Previous line", "Go to the previous line", &["Up", "Ctrl-p"], &[Picker]),
    row(Command::PageDown, "Page down", "Go down by a page", &["PageDown"], &[Picker]),
    row(Command::PageUp, "Page up", "Go up by a page", &["PageUp"], &[Picker]),
    row(Command::Accept, "Accept", "Take the text", &["Enter"], &[Prompt]).hint(1, "take it"),
    row(Command::FlowKind, "What flows", "Choose what the new flow carries; the name typed so far stays", &["Tab"], &[Prompt]).hint(2, "what flows"),
    row(Command::Accept, "Run", "Do the step", &["Enter"], &[CommandLine]).hint(1, "do it"),
    row(Command::Complete, "Complete", "Complete the word with the marked proposal", &["Tab"], &[CommandLine]).hint(2, "complete"),
    row(Command::Down, "Next proposal", "Go to the next proposal", &["Down", "Ctrl-n"], &[CommandLine]),
    row(Command::Up, "Previous proposal", "Go to the previous proposal, or the last line typed", &["Up", "Ctrl-p"], &[CommandLine]),
    row(Command::Accept, "Save form", "Keep what the form says", &["Ctrl-s"], &[Form]).hint(1, "keep"),
    row(Command::Open, "Next or save", "Go to the next field; on the last one, keep the form", &["Enter"], &[Form]),
    row(Command::NextField, "Next field", "Go to the next field", &["Tab", "Down"], &[Form]).hint(2, "next field"),
    row(Command::PreviousField, "Previous field", "Go to the previous field", &["Shift-Tab", "Up"], &[Form]),
    row(Command::EditOutside, "Editor", "Edit the text of the field in $VISUAL or $EDITOR", &["Alt-e"], &[Form]).hint(4, "editor"),
    row(Command::Accept, "Answer", "Answer with the marked value", &["Enter"], &[Card]).hint(1, "answer"),
    row(Command::Down, "Next value", "Go to the next value", &["j", "Down", "Tab"], &[Card]),
    row(Command::Up, "Previous value", "Go to the previous value", &["k", "Up", "Shift-Tab"], &[Card]),
    row(Command::ToggleValue, "Mark value", "Mark the value, where several can hold", &["Space"], &[Card]).hint(2, "mark"),
    row(Command::Skip, "Skip", "Leave it open and ask the next one", &["n", "s", "l", "Right"], &[Card]).hint(3, "skip"),
    row(Command::Earlier, "Question before", "Go back to the question before, answered or not", &["Left", "h"], &[Card]).hint(4, "the one before"),
    row(Command::FindOut, "Don't know", "Nobody here knows: write down who finds out, and by when", &["w"], &[Card]).hint(3, "don't know"),
    row(Command::ShowOnCanvas, "Show on the canvas", "Go to the component that the question is about", &["v"], &[Card]).hint(4, "on canvas"),
    row(Command::Cancel, "Back", "Leave it open and go back", &["Esc", "q", "Ctrl-c"], &[Card]).hint(5, "back"),
    row(Command::Accept, "Choose", "Take the marked answer", &["Enter"], &[Confirm]).hint(1, "choose"),
    row(Command::Down, "Next answer", "Go to the next answer", &["Down", "Right", "Tab"], &[Confirm]),
    row(Command::Up, "Previous answer", "Go to the previous answer", &["Up", "Left", "Shift-Tab"], &[Confirm]),
    row(Command::Cancel, "Back", "Go back without doing anything", &["Esc", "Ctrl-c"], &[Confirm]).hint(2, "back"),
    row(Command::Help, "Help", "Show the keys of this dialog", &["F1"], &[Picker, Prompt, CommandLine, Form]),
    row(Command::Help, "Help", "Show the keys of this dialog", &["?", "F1"], &[Card, Confirm, Letters]),
    row(Command::PageDown, "Read on", "Scroll the text down", &["PageDown", "Ctrl-d"], &[Confirm]).hint(3, "read on"),
    row(Command::PageUp, "Read back", "Scroll the text up", &["PageUp", "Ctrl-u"], &[Confirm]),
    row(Command::Search, "By name", "Choose the box by its name instead", &["/"], &[Letters]).hint(1, "by name"),
    row(Command::Cancel, "Back", "Take the letters away", &["Esc", "Ctrl-c"], &[Letters]).hint(2, "back"),
    row(Command::Accept, "Keep", "Keep the layout that is shown; one undo brings the old one back", &["Enter"], &[Layouts]).hint(1, "keep it"),
    row(Command::NextLayout, "Next layout", "Show the next layout on offer", &["=", "Space", "Tab"], &[Layouts]).hint(2, "next layout"),
    row(Command::PanLeft, "Look left", "Move the view to the left", &["h", "Left"], &[Layouts]),
    row(Command::PanDown, "Look down", "Move the view down", &["j", "Down"], &[Layouts]),
    row(Command::PanUp, "Look up", "Move the view up", &["k", "Up"], &[Layouts]),
    row(Command::PanRight, "Look right", "Move the view to the right", &["l", "Right"], &[Layouts]),
    row(Command::ZoomIn, "Zoom in", "See the layout from nearer", &["+"], &[Layouts]),
    row(Command::ZoomOut, "Zoom out", "See the layout from farther away", &["-"], &[Layouts]).hint(4, "zoom out"),
    row(Command::Cancel, "Back", "Leave everything where it stood", &["Esc", "q", "Ctrl-c"], &[Layouts]).hint(3, "leave it as it was"),
    row(Command::Accept, "Take it in", "Take the diagram in, as one step", &["Enter"], &[Pasted]).hint(1, "take it in"),
    row(Command::Down, "Next box", "Go to the next box of the diagram", &["j", "Down"], &[Pasted]),
    row(Command::Up, "Previous box", "Go to the previous box of the diagram", &["k", "Up"], &[Pasted]),
    row(Command::PageDown, "Page down", "Go down the list by a page", &["PageDown", "Ctrl-d"], &[Pasted]),
    row(Command::PageUp, "Page up", "Go up the list by a page", &["PageUp", "Ctrl-u"], &[Pasted]),
    row(Command::First, "First box", "Go to the first box of the list", &["Home"], &[Pasted]),
    row(Command::Last, "Last box", "Go to the last box of the list", &["End"], &[Pasted]),
    row(Command::ChangeKind, "Change kind", "Choose another kind for the box under the cursor", &["T"], &[Pasted]).hint(2, "change kind"),
    row(Command::TakeZones, "Zones", "Make zones of the groups of the diagram, or leave them out", &["z"], &[Pasted]).hint(4, "zones"),
    row(Command::NextDiagram, "Next diagram", "Look at the next diagram of the text", &["Tab"], &[Pasted]).hint(5, "next diagram"),
    row(Command::PanLeft, "Look left", "Move the view to the left", &["h", "Left"], &[Pasted]),
    row(Command::PanRight, "Look right", "Move the view to the right", &["l", "Right"], &[Pasted]),
    row(Command::PanUp, "Look up", "Move the view up", &["Alt-Up"], &[Pasted]),
    row(Command::PanDown, "Look down", "Move the view down", &["Alt-Down"], &[Pasted]),
    row(Command::ZoomIn, "Zoom in", "See the diagram from nearer", &["+"], &[Pasted]),
    row(Command::ZoomOut, "Zoom out", "See the diagram from farther away", &["-"], &[Pasted]).hint(6, "zoom out"),
    row(Command::Cancel, "Drop it", "Leave everything as it was", &["Esc", "q", "Ctrl-c"], &[Pasted]).hint(3, "drop it"),
    row(Command::Help, "Help", "Show the keys of this dialog", &["?", "F1"], &[Pasted]),
    row(Command::BoxLeft, "Left", "Move to the left", &["h", "Left"], &[Moving]),
    row(Command::BoxDown, "Down", "Move down", &["j", "Down"], &[Moving]).hint(2, "move"),
    row(Command::BoxUp, "Up", "Move up", &["k", "Up"], &[Moving]),
    row(Command::BoxRight, "Right", "Move to the right", &["l", "Right"], &[Moving]),
    row(Command::Accept, "Leave it here", "Leave the box here, pinned", &["Enter", "m"], &[Moving]).hint(1, "leave it here"),
    row(Command::Cancel, "Back", "Put the box back where it was", &["Esc", "q", "Ctrl-c"], &[Moving]).hint(3, "put it back"),
];

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
        for row in rows_in(place) {
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
