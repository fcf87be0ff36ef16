//! Every place of the terminal: each screen and each dialog, by the document it is seen on and the keys that lead there.
//!
//! A new screen or dialog gets a line in [`PLACES`]; the pictures, the tests of sizes, of ASCII, of colours and of hints take it from
//! there.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::path::Path;

use bartizan::layout::Charset;
use bartizan::model::{ComponentId, Decision, DecisionStatus, Key};
use bartizan::store::{self, Disk, Waiting};
use bartizan::tui::app::App;
use bartizan::tui::message::{DiskMerge, Msg, SaveFailure};
use bartizan::tui::modal::Modal;
use bartizan::tui::modal::confirm::{Side, Then};
use bartizan::tui::start::{Known, KnownFile};
use bartizan::tui::update::{begin_tour, recovery_offer, update};
use crossterm::event::Event;

use crate::tui_support::{app, app_on, document, press};

/// A place: its name, what is there before any key, the keys that lead there, and what happens then.
pub struct Place {
    pub name: &'static str,
    pub begin: fn() -> App,
    pub keys: &'static str,
    pub then: fn(&mut App),
}

const fn at(name: &'static str, keys: &'static str) -> Place {
    on(name, sample, keys)
}

const fn on(name: &'static str, begin: fn() -> App, keys: &'static str) -> Place {
    Place {
        name,
        begin,
        keys,
        then: nothing,
    }
}

const fn after(mut place: Place, then: fn(&mut App)) -> Place {
    place.then = then;
    place
}

fn nothing(_: &mut App) {}

fn first_save(app: &mut App) {
    let (theme, size) = (app.theme, app.size);
    *app = app_on(bartizan::model::ThreatModel::default());
    (app.theme, app.file.path) = (theme, None);
    update(app, Msg::Input(Event::Resize(size.0, size.1)));
    press(app, "Ctrl-s");
}

/// Every place.
pub const PLACES: &[Place] = &[
    // Draw.
    at("draw", ""),
    at("draw_selected", "/ \"Scoring API\" Enter"),
    at("draw_flow", "/ \"Scoring API\" Enter e"),
    at("draw_titles", "-"),
    at("draw_dots", "- -"),
    at("draw_details", "+"),
    at("draw_letters", "f"),
    at("draw_connect", "/ \"Scoring API\" Enter c"),
    at("draw_prefix", "z"),
    at("draw_moving", "/ \"Scoring API\" Enter m l l"),
    at("panel_threats", "/ \"Scoring API\" Enter Tab"),
    at("panel_facts", "/ \"Scoring API\" Enter Tab l"),
    at("panel_flows", "/ \"Scoring API\" Enter Tab h"),
    at("panel_flow", "/ \"Scoring API\" Enter e Tab"),
    at("folded", "z a"),
    at("folded_one", "/ \"Scoring API\" Enter z c"),
    at("zone_selected", "/ \"Scoring API\" Enter z z"),
    at("marked", "/ \"Scoring API\" Enter v ] ]"),
    at("layouts", "="),
    at("typed", "> \"camera -> gateway -> lake(store)\""),
    at("offered", "a \"training set\" Enter \"Payments\" Enter"),
    at("map", "/ \"Scoring API\" Enter '"),
    // Adding, connecting, naming.
    at("add", "/ \"Scoring API\" Enter o"),
    at("add_search", "/ \"Scoring API\" Enter o \"log\""),
    at("add_name", "/ \"Scoring API\" Enter o Enter \"Answers\""),
    at("add_carrying", "/ \"Scoring API\" Enter o Enter Tab"),
    at("connect_by_name", "/ \"Scoring API\" Enter c /"),
    at("connect_carrying", "/ \"Scoring API\" Enter F"),
    at("flow_carries", "/ \"Scoring API\" Enter e F"),
    at("flow_label", "/ \"Scoring API\" Enter e r"),
    at(
        "flow_protocol",
        "/ \"Scoring API\" Enter e Tab Down Down Enter",
    ),
    at("zone", "/ \"Scoring API\" Enter z m"),
    at("zone_new", "/ \"Scoring API\" Enter z n"),
    at("zone_rename", "/ \"Scoring API\" Enter z r"),
    at("trust", "/ \"Scoring API\" Enter z t"),
    at("rename", "/ \"Scoring API\" Enter r"),
    at("kind", "/ \"Scoring API\" Enter T"),
    after(on("pasted", empty, ""), paste_flowchart),
    after(at("pasted_beside", ""), paste_digraph),
    // The register and the matrix.
    at("threats", "2"),
    at("threats_consequences", "2 s j j"),
    on("register", decided, "2"),
    on(
        "register_answer",
        decided,
        "2 f \"unans\" Esc f \"needs\" Enter Tab",
    ),
    on("register_detail_end", decided, "2 Home Tab End"),
    on("register_filtered", decided, "2 f \"owner\" Enter s s s"),
    on("register_filter", decided, "2 f"),
    on("register_marked", decided, "2 Space Space"),
    on("register_orphan", decided, "2 f \"orphaned\" Enter"),
    on(
        "register_orphan_choice",
        decided,
        "2 f \"orphaned\" Enter Enter",
    ),
    on(
        "decide_several",
        decided,
        "2 Space Space d Right Tab \"Ann\"",
    ),
    on("own_threat", decided, "2 a \"Bribed analyst\" Tab Tab"),
    on("own_threat_places", decided, "2 a Tab Enter"),
    on(
        "own_threat_requirements",
        decided,
        "2 a Tab Tab Tab Tab Tab Enter",
    ),
    on("own_threat_refused", decided, "2 a Ctrl-s"),
    at("decide", "2 d"),
    at("decide_wrong_date", "2 d Tab Tab \"soon\" Ctrl-s"),
    at("decide_kept", "2 d Tab \"x\" Esc d"),
    at("matrix", "3"),
    at("matrix_cell", "3 End"),
    on("matrix_cell_applies", decided, "3 Home Down Down Right"),
    on("matrix_inherent", decided, "3 i"),
    // Verify.
    at("verify", "4 j j"),
    at("verify_filter", "4 f"),
    at("verify_filtered", "4 b"),
    at("verify_levels", "4 s End"),
    at("verify_form", "4 j j j Enter"),
    at(
        "verify_refused",
        "4 j j j y \"Minutes of the review\" Ctrl-s",
    ),
    // Review and questions.
    at("review_agenda", "5 j"),
    at("review_question", "5 Enter"),
    at("review_many", "5 Enter Right Space j"),
    at("review_finding", "5 Enter Right Right j"),
    at("review_who", "5 Enter w \"Bea\""),
    at("review_note", "5 Enter m"),
    at("review_aside", "5 Enter p Left"),
    at("review_settled", "5 Enter Enter p p End"),
    at("review_end", "5 Enter End X"),
    at("question", "A"),
    at("question_answered", "A Enter Left"),
    at("question_who", "A w"),
    // The report.
    at("report", "6"),
    at("report_matrix", "6 Down Down Down Down Down Down Down"),
    at(
        "report_findings",
        "6 Down Down Down Down Down Down Down Down",
    ),
    at("report_left_out", "6 End Space"),
    at("report_date", "6 Down Down Down Enter"),
    at("report_path", "6 Down Down Down Down Enter"),
    at("report_sitting", "5 Enter Enter Esc 6 End Up Up Up"),
    after(at("report_writing", "6 E"), writing),
    after(at("report_written", "6 E"), wrote),
    // Anywhere.
    at("help", "?"),
    on("help_of_the_register", decided, "2 ? \"mark\""),
    on("help_of_a_dialog", decided, "2 d F1"),
    at("about_system", "g i"),
    at("about_system_owner", "g i Down Down Enter"),
    at("about_component", "/ \"Scoring API\" Enter g o"),
    after(on("title_first", empty, ""), first_save),
    at("palette", "Ctrl-p \"und\""),
    on("palette_of_the_register", decided, "2 Ctrl-p \"sor\""),
    at("command_line", ": \"ans\""),
    on("command_completed", decided, ": \"show\""),
    at("command_line_wrong", ": \"connect nobody scoring\" Enter"),
    at("search", "/ \"chargeback\""),
    on("search_requirement", decided, "/ \"pinned\""),
    // The file.
    at("quit", "x q"),
    on("save_as", untitled, "Ctrl-s"),
    after(on("save_exists", untitled, ""), exists),
    on("save_comments", commented, "Ctrl-s"),
    on("recovery", recovered, ""),
    on("read_only", read_only, "r"),
    after(at("quit_while_writing", "E q"), nothing),
    after(at("changed_noticed", ""), noticed),
    after(at("changed", "x"), |app| met(app, false)),
    after(at("changed_conflict", "x"), |app| met(app, true)),
    after(at("changed_broken", ""), broken),
    // The start page and the tour.
    on("start_new", new_here, ""),
    on("start", start, ""),
    on(
        "start_template",
        start,
        "Down Down Down Down Down Down Down Down",
    ),
    on("start_path", start, "o \"~/models/a\""),
    on("start_leave", sample, "x g s"),
    on("tour", tour, ""),
    on("tour_elsewhere", tour, "2"),
    // Nothing drawn yet.
    on("empty", empty, ""),
    on("empty_threats", empty, "2"),
    on("empty_matrix", empty, "3"),
    on("empty_verify", empty, "4"),
    on("empty_review", empty, "5"),
    on("empty_report", empty, "6"),
];

/// The place of that name.
pub fn place(name: &str) -> &'static Place {
    PLACES.iter().find(|place| place.name == name).unwrap()
}

/// The sample that a new user opens first.
pub fn sample() -> App {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/card-fraud.ron");
    app_on(store::load(&file).unwrap().model)
}

/// The sample, with a decision whose component is gone and one that is overdue.
pub fn decided() -> App {
    let mut model = sample().model().clone();
    let decision = |status, owner: &str, due: &str| Decision {
        status,
        owner: Some(owner.into()),
        due: Some(due.parse().unwrap()),
        because: Some("Agreed in the review of March.".into()),
        ticket: None,
        note: None,
    };
    let late = decision(DecisionStatus::Mitigate, "Ann", "2026-03-01");
    let orphan = decision(DecisionStatus::Accept, "Bea", "2026-12-01");
    let decisions = &mut model.decisions;
    decisions.insert("ML01@scoring".parse().unwrap(), late);
    decisions.insert("ML01@labels-gone".parse().unwrap(), orphan);
    app_on(model)
}

fn empty() -> App {
    app_on(document(&[]))
}

fn untitled() -> App {
    let mut app = app();
    app.file.path = None;
    app
}

fn commented() -> App {
    let mut app = app();
    app.file.comments = true;
    app
}

fn read_only() -> App {
    let mut app = sample();
    app.file.read_only = Some("bea on desk-4 (process 311)".into());
    app
}

fn recovered() -> App {
    let mut app = app();
    let text = vec![
        "An earlier session ended without saving: 2 steps.".to_owned(),
        "- Add Answer log".to_owned(),
    ];
    let offer = recovery_offer(text);
    app.modals.push(Modal::Confirm(Box::new(offer)));
    app
}

/// The start page of someone who was here before; one session died.
pub fn start() -> App {
    let file = |path: &str, waiting| KnownFile {
        path: path.into(),
        waiting,
        written: Some("2026-11-19".parse().unwrap()),
    };
    let known = Known {
        unnamed: 1,
        files: vec![
            file("/home/ann/models/card-fraud.ron", Waiting::Nothing),
            file("/home/ann/models/triage.ron", Waiting::Work),
            file("/srv/team/assistant.ron", Waiting::Session(None)),
        ],
        home: Some("/home/ann".into()),
    };
    let mut app = empty();
    app.file.path = None;
    update(&mut app, Msg::Known(Box::new(known)));
    app
}

/// The start page of someone who was never here.
pub fn new_here() -> App {
    let mut app = empty();
    app.file.path = None;
    update(&mut app, Msg::Known(Box::default()));
    app
}

pub fn tour() -> App {
    let mut app = sample();
    app.file.path = None;
    begin_tour(&mut app);
    app
}

/// A flowchart with a box whose kind nothing tells, a question and an answer that is not drawn.
fn paste_flowchart(app: &mut App) {
    let text = "flowchart LR
        U[Customers] -->|payment| API[Scoring API]
        subgraph train[Training account]
            LAKE[(Data lake)] --> BLORP[Blorp stage] --> T[Trainer]
            T --> Q{good enough?}
            Q -->|yes| REG[Model registry]
        end
        REG ==>|deploy| API";
    update(app, Msg::Input(Event::Paste(text.into())));
}

/// A digraph of which something is drawn already.
fn paste_digraph(app: &mut App) {
    let text = "digraph { \"Model registry\" -> \"Edge model\" -> \"Till app\" }";
    update(app, Msg::Input(Event::Paste(text.into())));
}

fn writing(app: &mut App) {
    let step = Msg::ExportStep {
        done: 2,
        all: 5,
        what: "findings".into(),
    };
    update(app, step);
}

fn wrote(app: &mut App) {
    update(app, Msg::Exported(Ok(Some("/home/ann/fraud.pdf".into()))));
}

fn exists(app: &mut App) {
    let failure = SaveFailure::Exists("/home/ann/fraud.ron".into());
    update(app, Msg::Saved(Err(failure)));
}

pub fn noticed(app: &mut App) {
    update(app, Msg::Disk(Disk::Changed));
}

/// What another program did to the file while this one was open.
pub fn disk_merge(conflicts: bool) -> DiskMerge {
    let one = |text: &str| vec![text.to_owned()];
    DiskMerge {
        theirs: vec![
            "component Cardholder: name: Cardholder, was Customer".into(),
            "new: flow from Scoring API to Answer log".into(),
            "decision on ML02 at Nightly training: status: accept, was mitigate".into(),
        ],
        ours: one("gone: component Answer log"),
        conflicts: if conflicts {
            vec![Side {
                at: (
                    Key::Component(ComponentId::new("scoring").unwrap()),
                    Some("name".into()),
                ),
                about: "component Scoring API, name".into(),
                ours: "Fraud API".into(),
                other: "Risk API".into(),
                theirs: false,
            }]
        } else {
            Vec::new()
        },
        told_twice: std::collections::BTreeSet::default(),
        broken: None,
        then: Then::Save,
    }
}

fn met(app: &mut App, conflicts: bool) {
    update(app, Msg::DiskRead(Box::new(disk_merge(conflicts))));
}

fn broken(app: &mut App) {
    let met = DiskMerge {
        broken: Some("error: expected a title\n --> card-fraud.ron:3:12".into()),
        ..DiskMerge::default()
    };
    update(app, Msg::DiskRead(Box::new(met)));
}

/// The apps that places begin with, each made once.
#[derive(Default)]
pub struct Began(Vec<(usize, App)>);

impl Began {
    /// The place at a size of the window.
    pub fn seen(&mut self, place: &Place, size: (u16, u16)) -> App {
        self.seen_in(place, size, Charset::Unicode)
    }

    /// The same in other characters.
    pub fn seen_in(&mut self, place: &Place, size: (u16, u16), charset: Charset) -> App {
        let key = place.begin as usize;
        let known = self.0.iter().find(|(known, _)| *known == key);
        let mut app = if let Some((_, app)) = known {
            app.clone()
        } else {
            let app = (place.begin)();
            self.0.push((key, app.clone()));
            app
        };
        app.theme.charset = charset;
        // What the start page shows beside its list was drawn with other characters.
        app.start.preview = None;
        crate::tui_support::resize(&mut app, size.0, size.1);
        press(&mut app, place.keys);
        (place.then)(&mut app);
        app
    }
}
