//! The Threats screen: what Enter opens, marking and narrowing, decisions on one or several findings, orphans, and the values of a
//! question where they stand.

use crate::analysis::{Role, ways_out};
use crate::model::{DecisionStatus, FindingId, Op, Said};
use crate::tui::app::{App, Focus, Screen};
use crate::tui::command::Command;
use crate::tui::modal::picker::Item;
use crate::tui::modal::{DecisionForm, FormField, Modal, Pick, Picker, Purpose};
use crate::tui::threats::{self, Only, Row};
use crate::tui::view;

use super::{Effects, asking, changes, values};

/// Up to so many components what would make a finding go away is worked out as soon as the cursor rests; beyond, when asked.
const SMALL: usize = 60;

/// Enter, in the register or in the detail.
pub fn open(app: &mut App, focus: Focus, effects: &mut Effects) {
    let Some(id) = app.finding_here() else {
        return;
    };
    if app.derived.assessment.orphaned.contains(&id) {
        choose_for_orphan(app, &id);
    } else if focus == Focus::Panel && app.register.card.is_some() {
        values::answer(app, effects);
    } else if focus == Focus::Canvas
        && app.file.read_only.is_none()
        && values::question_of(app, &id).is_some()
    {
        turn_pane(app);
    } else {
        asking::open_finding(app, &id);
    }
}

/// Goes from the list to the detail and back. The detail of a finding that needs an answer has its keys on the values.
pub fn turn_pane(app: &mut App) {
    if app.screen != Screen::Threats {
        return;
    }
    app.register.card = None;
    if app.focus == Focus::Panel {
        app.focus = Focus::Canvas;
        return;
    }
    if app.finding_here().is_none() {
        app.say("nothing is listed");
        return;
    }
    app.focus = Focus::Panel;
    settle(app);
    values::show(app);
}

/// Brings the register's cursor, card and marks back to what is there. Called after every message.
pub fn settle(app: &mut App) {
    if app.screen != Screen::Threats {
        app.register.card = None;
        return;
    }
    let (ids, at) = {
        let rows = threats::rows(app);
        let ids: Vec<FindingId> = rows.iter().map(|row| row.id().clone()).collect();
        let at = app.register.at.as_ref();
        let at = ids.iter().position(|id| Some(id) == at);
        (ids, at)
    };
    // Where the finding under the cursor is gone, the cursor stays on its line.
    let at = at.or_else(|| {
        ids.len()
            .checked_sub(1)
            .map(|last| app.register.line.min(last))
    });
    match at {
        Some(at) => {
            app.register.line = at;
            app.register.go_to(ids[at].clone());
        }
        None => app.focus = Focus::Canvas,
    }
    let assessment = &app.derived.assessment;
    app.register
        .marked
        .retain(|id| assessment.findings.contains_key(id));
    values::settle(app);
    settle_ways(app);
    if let Some(id) = app.register.at.clone().filter(|_| app.register.scroll > 0) {
        let rows = view::detail_rows(app, &id);
        app.register.scroll = app.register.scroll.min(rows.all.saturating_sub(rows.seen));
    }
}

/// Trying what would make a finding go away takes longer than a key may, so it waits for the keys to rest, or to be asked for.
fn settle_ways(app: &mut App) {
    if app.focus == Focus::Panel {
        work_out(app);
    }
}

/// The finding under the cursor, where what would make it go away is not known yet.
fn without_ways(app: &App) -> Option<FindingId> {
    let id = app.register.at.as_ref()?;
    let revision = app.doc.revision();
    let known = app.register.ways.as_ref();
    let known = known.is_some_and(|(at, of, _)| *at == revision && of == id);
    let applies = app.derived.assessment.findings.contains_key(id);
    (app.screen == Screen::Threats && applies && !known).then(|| id.clone())
}

/// Whether something is to be worked out as soon as the keys rest.
#[must_use]
pub fn waits_for_quiet(app: &App) -> bool {
    app.model().components.len() <= SMALL && without_ways(app).is_some()
}

/// The keys rest.
pub fn quiet(app: &mut App) {
    if waits_for_quiet(app) {
        work_out(app);
    }
}

fn work_out(app: &mut App) {
    if let Some(id) = without_ways(app) {
        let ways = ways_out(app.model(), &app.catalog, &app.derived.assessment, &id);
        app.register.ways = Some((app.doc.revision(), id, ways));
    }
}

/// Marks, filter, order: what the list shows and what is chosen in it.
pub fn narrow(app: &mut App, command: Command) {
    match command {
        Command::Sort => {
            app.register.sort = app.register.sort.next();
            app.say(format!("sorted by {}", app.register.sort.name()));
        }
        Command::Filter => choose_filter(app),
        Command::Mark => mark(app),
        Command::MarkAll => mark_all(app),
        Command::Clear => clear(app),
        _ => toggle_affected(app),
    }
}

fn toggle_affected(app: &mut App) {
    app.register.affected = !app.register.affected;
    app.register.also = None;
    app.say(if app.register.affected {
        "consequences of other findings are listed too"
    } else {
        "only root causes are listed"
    });
}

/// Takes the marks away, else the filter: the innermost first.
pub fn clear(app: &mut App) {
    if app.register.marked.is_empty() {
        app.register.only.clear();
        app.say("everything is listed");
    } else {
        app.register.marked.clear();
        app.say("nothing is marked");
    }
}

fn mark(app: &mut App) {
    let Some(id) = app.finding_here() else {
        return;
    };
    if !can_be_marked(app, &id) {
        app.say("only a finding that can be decided can be marked");
        return;
    }
    if !app.register.marked.remove(&id) {
        app.register.marked.insert(id);
    }
    threats::step(app, 1);
}

fn can_be_marked(app: &App, id: &FindingId) -> bool {
    app.can_decide(id) && app.derived.assessment.findings.contains_key(id)
}

fn mark_all(app: &mut App) {
    let rows = threats::rows(app);
    let ids = rows.iter().map(Row::id).filter(|id| can_be_marked(app, id));
    let all: std::collections::BTreeSet<FindingId> = ids.cloned().collect();
    if app.register.marked == all {
        app.register.marked.clear();
        app.say("nothing is marked");
    } else {
        app.say(format!(
            "{} marked: {} decides them together",
            all.len(),
            app.key(Command::Decide)
        ));
        app.register.marked = all;
    }
}

/// Offers every condition, with how much it keeps.
pub fn choose_filter(app: &mut App) {
    let mut items = Vec::new();
    if !app.register.only.is_empty() {
        items.push(
            Item::new(Pick::Everything, "List everything").detail("Takes every condition away"),
        );
    }
    let mut group = "";
    for (only, kept) in threats::conditions(app) {
        if only.group() != group {
            group = only.group();
            items.push(Item::new(Pick::Heading, group));
        }
        let mark = if app.register.only.contains(&only) {
            "[x]"
        } else {
            "[ ]"
        };
        let words = words_of(app, &only);
        items.push(
            Item::new(Pick::Only(only), format!("{mark} {words}"))
                .note(kept.to_string())
                .detail("Conditions of one heading are alternatives; those of different headings hold together"),
        );
    }
    let picker = Picker::new("List only", Purpose::Register, items);
    app.modals.push(Modal::Picker(Box::new(picker)));
}

fn words_of(app: &App, only: &Only) -> String {
    match only {
        Only::Threat(id) => format!("{id} {}", super::threat_name(app, id.as_str())),
        other => other.in_words(app.model()),
    }
}

/// Takes a condition, or takes it away.
pub fn filter_by(app: &mut App, only: Option<Only>) {
    match only {
        None => app.register.only.clear(),
        Some(only) => {
            if !app.register.only.remove(&only) {
                app.register.only.insert(only);
            }
        }
    }
    app.register.at = None;
    app.register.line = 0;
    app.focus = Focus::Canvas;
}

// ---- decisions

/// Opens the decision on what is marked, else on the finding that the person is looking at.
pub fn decide_here(app: &mut App) {
    let marked: Vec<FindingId> = app.register.marked.iter().cloned().collect();
    if app.screen != Screen::Threats || marked.is_empty() {
        if let Some(finding) = app.finding_here() {
            asking::decide(app, &finding);
        }
        return;
    }
    let draft = app
        .decision_drafts
        .get(&marked[0])
        .filter(|draft| draft.also == marked[1..]);
    let decided = marked.iter().any(|id| app.model().is_decided(id));
    let form = DecisionForm::several(&marked, decided, draft);
    app.modals.push(Modal::Decision(Box::new(form)));
}

/// Records one decision on several findings, as one change; fields that are empty leave what each finding says.
pub fn keep_several(
    app: &mut App,
    form: &DecisionForm,
    effects: &mut Effects,
) -> Result<(), String> {
    let due = form.due()?;
    let draft = form.draft();
    let said = |text: &String| {
        if text.is_empty() {
            Said::Nothing
        } else {
            Said::This(text.clone())
        }
    };
    let all = || std::iter::once(&form.finding).chain(&form.also);
    let decisions = &app.model().decisions;
    // What each says already need not be typed again.
    let lacks = |field: &FormField| {
        all().any(|id| {
            let said = decisions.get(id).map(|decision| match field {
                FormField::Owner => decision.owner.is_some(),
                _ => decision.because.is_some(),
            });
            said != Some(true)
        })
    };
    let missing: Vec<FormField> = form.missing().into_iter().filter(lacks).collect();
    if !missing.is_empty() {
        return Err(asking::needs_who_and_why(form.status, &missing));
    }
    let nothing = [&draft.owner, &draft.due, &draft.because, &draft.ticket];
    if draft.status.is_none() && nothing.iter().all(|text| text.is_empty()) {
        return Err("nothing is said here yet; Esc leaves them as they are".into());
    }
    let own = |id: &FindingId| decisions.get(id).map_or(DecisionStatus::Open, |d| d.status);
    let ops: Vec<Op> = all()
        .map(|finding| Op::Decide {
            finding: finding.clone(),
            status: draft.status.unwrap_or_else(|| own(finding)),
            owner: said(&draft.owner),
            due: due.map_or(Said::Nothing, Said::This),
            because: said(&draft.because),
            ticket: said(&draft.ticket),
            note: Said::Nothing,
        })
        .collect();
    let label = match draft.status {
        Some(status) => format!("Decide {} findings: {}", ops.len(), status.in_words()),
        None => format!("Record more on {} findings", ops.len()),
    };
    changes::several_as(app, Some(label), &ops, effects)?;
    app.decision_drafts.remove(&form.finding);
    app.register.marked.clear();
    Ok(())
}

// ---- orphans

/// Asks what becomes of a decision whose finding stands no more.
fn choose_for_orphan(app: &mut App, id: &FindingId) {
    if app.refuses_change() {
        return;
    }
    let mut items = vec![
        Item::new(Pick::Keep, "Keep it")
            .note("the finding may come again")
            .detail("Nothing changes; the decision counts again when its finding does"),
        Item::new(Pick::TakeBack, "Take it back")
            .note("one undo brings it back")
            .detail("The decision goes"),
    ];
    let findings = app.derived.assessment.findings.values();
    let near = findings.filter(|finding| {
        let other = &finding.id;
        let undecided = finding.decision.is_none() && finding.role == Role::Primary;
        undecided && (other.threat == id.threat || other.component == id.component)
    });
    let carried: Vec<Item> = near
        .map(|finding| {
            let name = super::threat_name(app, finding.id.threat.as_str());
            let text = format!("Carry it over to {} {name}", finding.id.threat);
            Item::new(Pick::Finding(finding.id.clone()), text)
                .note(app.model().name_of(&finding.id.component))
                .detail(finding.statement.clone())
        })
        .collect();
    if !carried.is_empty() {
        items.push(Item::new(Pick::Heading, "Undecided findings near it"));
        items.extend(carried);
    }
    let name = app.model().finding_name(id);
    let title = format!("The decision on {name} has no finding");
    let picker = Picker::new(title, Purpose::Orphan(id.clone()), items);
    app.modals.push(Modal::Picker(Box::new(picker)));
}

/// Does what was chosen for an orphan.
pub fn treat_orphan(
    app: &mut App,
    id: &FindingId,
    pick: Pick,
    effects: &mut Effects,
) -> Result<(), String> {
    match pick {
        Pick::TakeBack => changes::step(app, &Op::Undecide(id.clone()), effects).map(drop),
        Pick::Finding(target) => carry_over(app, id, target, effects),
        _ => {
            let name = app.model().finding_name(id);
            app.say(format!("the decision on {name} is kept"));
            Ok(())
        }
    }
}

fn carry_over(
    app: &mut App,
    id: &FindingId,
    target: FindingId,
    effects: &mut Effects,
) -> Result<(), String> {
    let decision = app
        .model()
        .decisions
        .get(id)
        .cloned()
        .ok_or("the decision is gone")?;
    let name = |id| app.model().finding_name(id);
    let label = format!(
        "Carry the decision on {} over to {}",
        name(id),
        name(&target)
    );
    let ops = [
        Op::Decide {
            finding: target.clone(),
            status: decision.status,
            owner: decision.owner.into(),
            due: decision.due.into(),
            because: decision.because.into(),
            ticket: decision.ticket.into(),
            note: decision.note.into(),
        },
        Op::Undecide(id.clone()),
    ];
    changes::several_as(app, Some(label), &ops, effects)?;
    app.register.at = Some(target);
    Ok(())
}

/// Deletes the threat of the team's own under the cursor, or takes the decision back.
pub fn delete_here(app: &mut App, effects: &mut Effects) {
    let Some(id) = app.finding_here() else {
        return;
    };
    let own = app.model().own_threats.contains_key(&id.threat);
    let decided = app.model().decisions.contains_key(&id);
    let op = match (own, decided) {
        (_, true) => Op::Undecide(id),
        (true, false) => Op::Unthreat(id.threat),
        (false, false) => {
            app.say(format!(
                "the rules put this finding here: {} decides on it, nothing deletes it",
                app.key(Command::Decide)
            ));
            return;
        }
    };
    if let Err(error) = changes::step(app, &op, effects) {
        app.complain(error);
    }
}
