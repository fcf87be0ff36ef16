//! Questions and decisions: what is opened by Enter, by `d` and by `A`.

use crate::analysis::{Asked, FlowAttribute, Role, Verdict, assumption_id_of};
use crate::model::{
    ComponentId, DecisionStatus, FactValue, FindingId, FlowId, Op, Target, ThreatModel, Trust,
};
use crate::tui::app::{App, Focus};
use crate::tui::modal::form::said as in_words;
use crate::tui::modal::picker::Item;
use crate::tui::modal::{
    Card, DecisionForm, FormField, Modal, Naming, Pick, Picker, Prompt, Purpose,
};
use crate::tui::panel::{self, FlowPart, PanelLine};
use crate::tui::threats::{self, Cell};

use super::cards::{self, card_of};
use super::{Effects, changes, moving};

/// What Enter does on a line of the panel.
enum Opened {
    Finding(FindingId),
    Fact(ComponentId, String),
    Place(ComponentId, Asked),
    Flow(FlowId, ComponentId),
    Part(FlowId, FlowPart),
}

/// Enter in the panel.
pub fn open_line(app: &mut App) {
    if let Some(PanelLine::Member(id)) = panel::lines(app).get(app.panel.cursor) {
        let id = id.clone();
        app.focus = Focus::Canvas;
        moving::select(app, id);
        return;
    }
    let Some(id) = app.canvas.anchor().cloned() else {
        return;
    };
    let lines = panel::lines(app);
    let opened = match lines.get(app.panel.cursor) {
        Some(PanelLine::Finding(finding)) => Opened::Finding(finding.id.clone()),
        Some(PanelLine::Not(not)) => Opened::Finding(not.id.clone()),
        Some(PanelLine::Fact { name, .. }) => Opened::Fact(id, (*name).to_owned()),
        Some(PanelLine::Place(asks)) => Opened::Place(id, asks.clone()),
        Some(PanelLine::Flow(flow, _)) => Opened::Flow(flow.clone(), id),
        Some(PanelLine::Part(part)) => match app.canvas.selected_flow() {
            Some(flow) => Opened::Part(flow.clone(), *part),
            None => return,
        },
        Some(PanelLine::Member(_) | PanelLine::Clear(_)) | None => {
            app.say("there is nothing to open here");
            return;
        }
    };
    match opened {
        Opened::Finding(finding) => open_finding(app, &finding),
        Opened::Flow(flow, id) => moving::select_flow(app, flow, id),
        _ if app.refuses_change() => {}
        Opened::Fact(id, fact) => ask_fact(app, &id, &fact),
        Opened::Place(id, asks) => ask(app, &id, &asks, Vec::new()),
        Opened::Part(flow, part) => open_part(app, flow, part),
    }
}

/// Opens the question that would settle a finding, or the form to decide on it.
pub fn open_finding(app: &mut App, id: &FindingId) {
    let assessment = &app.derived.assessment;
    let question = match threats::cell(assessment, id) {
        Cell::Finding(finding) if finding.verdict == Verdict::NeedsAnswer => {
            finding.question.and_then(|at| assessment.questions.get(at))
        }
        _ => None,
    };
    match question.map(|question| (question.component.clone(), question.asks.clone())) {
        Some(_) if app.refuses_change() => {}
        Some((component, asks)) => ask(app, &component, &asks, Vec::new()),
        None => decide(app, id),
    }
}

/// Opens the form to decide on a finding, with what was typed before.
pub fn decide(app: &mut App, id: &FindingId) {
    if app.refuses_change() {
        return;
    }
    let recorded = app.model().decisions.contains_key(id);
    match threats::cell(&app.derived.assessment, id) {
        Cell::Not(not) if !recorded => {
            let text = format!("{} does not apply here: {}", id.threat, not.because);
            app.say(text);
            return;
        }
        Cell::Finding(finding) if finding.role == Role::Affected && !recorded => {
            if let Some(behind) = finding.behind.first() {
                let behind = app.model().finding_name(behind);
                let text = format!("a consequence of {behind}: decide there");
                app.say(text);
                return;
            }
        }
        Cell::Empty if !recorded => {
            app.say("there is nothing to decide here");
            return;
        }
        _ => {}
    }
    let decision = app.model().decisions.get(id);
    let form = DecisionForm::new(id, decision, app.decision_drafts.get(id));
    app.modals.push(Modal::Decision(Box::new(form)));
}

/// Records what a form says, or says why it cannot be, with the keys on the field that is meant.
pub fn keep_decision(
    app: &mut App,
    form: &mut DecisionForm,
    effects: &mut Effects,
) -> Result<(), String> {
    let result = record(app, form, effects);
    if result.is_err() {
        let wrong_day = form.due().is_err().then_some(FormField::Due);
        form.focus = wrong_day
            .or(form.missing().first().copied())
            .unwrap_or(form.focus);
    }
    result
}

fn record(app: &mut App, form: &DecisionForm, effects: &mut Effects) -> Result<(), String> {
    if !form.also.is_empty() {
        return super::threats::keep_several(app, form, effects);
    }
    let due = form.due()?;
    let missing = form.missing();
    if !missing.is_empty() {
        return Err(needs_who_and_why(form.status, &missing));
    }
    let draft = form.draft();
    let said = |text: String| crate::model::Said::from((!text.is_empty()).then_some(text));
    let op = Op::Decide {
        finding: form.finding.clone(),
        status: draft.status.unwrap_or(DecisionStatus::Open),
        owner: said(draft.owner),
        due: due.into(),
        because: said(draft.because),
        ticket: said(draft.ticket),
        note: crate::model::Said::Nothing,
    };
    changes::step(app, &op, effects)?;
    app.decision_drafts.remove(&form.finding);
    Ok(())
}

/// That a treatment needs who and why, and which of the two is empty.
pub fn needs_who_and_why(status: Option<DecisionStatus>, missing: &[FormField]) -> String {
    let labels: Vec<String> = missing.iter().map(|f| f.label().to_lowercase()).collect();
    let are = if labels.len() == 1 { "is" } else { "are" };
    format!(
        "\"{}\" needs who and why: {} {are} empty",
        in_words(status),
        labels.join(" and ")
    )
}

/// Asks the question that settles most, of those that were not skipped. What waits for somebody comes last, until the day
/// has passed.
pub fn ask_next(app: &mut App, skipped: Vec<(ComponentId, Asked)>) {
    cards::go_round(app, skipped, Vec::new());
}

/// Puts a question on a card, whether it is open or was answered.
pub fn ask(
    app: &mut App,
    component: &ComponentId,
    asks: &Asked,
    skipped: Vec<(ComponentId, Asked)>,
) {
    if let Some(mut card) = card_of(app, component, asks) {
        card.skipped = skipped;
        app.modals.push(Modal::Card(Box::new(card)));
    }
}

/// Puts a fact on a card, whether a question is open about it or not.
fn ask_fact(app: &mut App, component: &ComponentId, fact: &str) {
    if app.catalog.fact(fact).is_none() {
        app.complain(format!("the catalogue knows no fact {fact}"));
        return;
    }
    ask(app, component, &Asked::Fact(fact.to_owned()), Vec::new());
}

/// The step that answers a question.
fn answer_op(
    model: &ThreatModel,
    component: &ComponentId,
    asks: &Asked,
    values: &[String],
) -> Result<Op, String> {
    let first = values.first().ok_or("no value is marked")?;
    match asks {
        Asked::Fact(fact) => {
            let value = FactValue::several(values.iter().cloned()).ok_or("no value is marked")?;
            Ok(Op::Answer {
                component: component.clone(),
                fact: fact.clone(),
                value,
            })
        }
        Asked::Zone => {
            let zone = first
                .parse()
                .map_err(|error: crate::model::IdError| error.to_string())?;
            Ok(Op::Move {
                components: [component.clone()].into(),
                into: Some(zone),
            })
        }
        Asked::Trust => {
            let zone = model.components.get(component).and_then(|c| c.zone.clone());
            let number: u8 = first
                .parse()
                .map_err(|_| format!("{first} is not a trust"))?;
            let trust = Trust::new(number)?;
            Ok(Op::Zone {
                id: Some(zone.ok_or("it stands in no zone")?),
                name: None,
                trust: crate::model::Said::This(trust),
                parent: crate::model::Said::Nothing,
            })
        }
        Asked::FlowAttribute(flow, attribute) => Ok(Op::Set {
            target: Target::Flow(flow.clone()),
            field: attribute.field(),
            value: first.clone(),
        }),
        Asked::Flow(_) => Err("drawing the flow answers this".into()),
    }
}

/// Answers with what is marked on a card. Gives whether the card is done with.
pub fn answer(app: &mut App, card: &Card, effects: &mut Effects) -> Result<(), String> {
    if card.choices.is_empty() {
        // Drawing answers it: go there.
        moving::go_to_component(app, card.component.clone());
        return Ok(());
    }
    let op = answer_op(app.model(), &card.component, &card.asks, &card.values())?;
    // Who was to find out has done so, within the same step.
    let found_out = assumption_id_of(&card.component, &card.asks)
        .filter(|id| app.model().assumptions.contains_key(id));
    match found_out {
        Some(id) => changes::several_as(
            app,
            Some(answered(app, card)),
            &[op, Op::Unassume(id)],
            effects,
        ),
        None => changes::step_as(app, &op, Some(answered(app, card)), effects).map(drop),
    }
}

/// What was answered, and then to what: where a question is cut, the value that was taken still stands.
fn answered(app: &App, card: &Card) -> String {
    let name = app.model().name_of(&card.component);
    let about = if card.text.contains(name) {
        String::new()
    } else {
        format!("{name}, ")
    };
    let values: Vec<String> = card
        .values()
        .iter()
        .map(|value| value.replace('_', " "))
        .collect();
    format!("Answer {}: {about}\"{}\"", values.join(", "), card.text)
}

fn open_part(app: &mut App, flow: FlowId, part: FlowPart) {
    let Some(entry) = app.model().flows.get(&flow).cloned() else {
        return;
    };
    let text = |value: Option<String>| value.unwrap_or_default();
    match part {
        FlowPart::Label => {
            let label = text(entry.label);
            prompt(app, "Words on the flow", Naming::FlowLabel(flow), &label);
        }
        FlowPart::Protocol => {
            let protocol = text(entry.protocol);
            prompt(
                app,
                "Protocol of the flow",
                Naming::FlowProtocol(flow),
                &protocol,
            );
        }
        FlowPart::Carries => choose_carries(app, flow),
        FlowPart::Encrypted => ask_attribute(app, flow, &entry.from, FlowAttribute::Encrypted),
        FlowPart::Authenticated => {
            ask_attribute(app, flow, &entry.from, FlowAttribute::Authenticated);
        }
    }
}

fn prompt(app: &mut App, title: &str, naming: Naming, before: &str) {
    app.modals.push(Modal::Prompt(Box::new(Prompt::new(
        title, naming, before, "",
    ))));
}

/// Offers the flow kinds; those that are carried are marked.
pub fn choose_carries(app: &mut App, flow: FlowId) {
    let carried = app
        .model()
        .flows
        .get(&flow)
        .map(|flow| flow.carries.clone())
        .unwrap_or_default();
    let (marked, unmarked) = ("[x]", "[ ]");
    let items = app.catalog.entries().flows.iter().map(|(id, kind)| {
        let mark = if carried.contains(id) {
            marked
        } else {
            unmarked
        };
        Item::new(Pick::Carries(id.clone()), format!("{mark} {}", kind.name))
            .note(id.clone())
            .detail(kind.definition.clone())
    });
    let mut picker = Picker::new(
        "What does the flow carry?",
        Purpose::FlowCarries(flow),
        items.collect(),
    );
    if let Some(first) = carried.first() {
        picker.put_cursor_on(&Pick::Carries(first.clone()));
    }
    app.modals.push(Modal::Picker(Box::new(picker)));
}

fn ask_attribute(app: &mut App, flow: FlowId, from: &ComponentId, attribute: FlowAttribute) {
    let asks = Asked::FlowAttribute(flow, attribute);
    ask(app, from, &asks, Vec::new());
}
