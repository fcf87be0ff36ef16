//! Operations as people write them, on a small document and a small vocabulary.

use std::collections::BTreeSet;

use proptest::collection::btree_set;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::model::{Document, Problem, ThreatModel, nearest};

/// A catalogue of a few words.
struct Words;

impl Vocabulary for Words {
    fn kinds(&self) -> Vec<&str> {
        vec![
            "actor.user",
            "data.set",
            "prep.screen",
            "serve.api",
            "train.job",
        ]
    }
    fn kind_name(&self, kind: &str) -> Option<&str> {
        Some(match kind {
            "actor.user" => "User",
            "data.set" => "Training set",
            "prep.screen" => "Screening",
            "serve.api" => "Inference API",
            "train.job" => "Training job",
            _ => return None,
        })
    }
    fn kind_meant(&self, said: &str) -> Option<&str> {
        (said == "set").then_some("data.set")
    }
    fn stands_outside(&self, kind: &str) -> bool {
        kind.starts_with("actor.")
    }
    fn flow_kinds(&self) -> Vec<&str> {
        vec!["infer_in", "infer_out", "raw", "train", "weights"]
    }
    fn usual_flow(&self, from: &str, to: &str) -> Option<&str> {
        match (from, to) {
            ("actor.user", "serve.api") => Some("infer_in"),
            ("data.set" | "prep.screen", "train.job") => Some("train"),
            ("data.set", "prep.screen") => Some("raw"),
            ("train.job", "serve.api") => Some("weights"),
            _ => None,
        }
    }
    fn usual_answer(&self, from: &str, to: &str) -> Option<&str> {
        (from == "actor.user" && to == "serve.api").then_some("infer_out")
    }
    fn fact_problem(&self, _kind: &str, fact: &str, value: &FactValue) -> Option<Problem> {
        if fact != "exposure" {
            let problem = Problem::new(String::new(), format!("there is no fact `{fact}`"));
            return Some(problem.with_help("did you mean `exposure`?"));
        }
        let values = ["internal", "partner", "public"];
        let wrong = value.values().find(|v| !values.contains(v))?;
        let near = nearest(wrong, values.into_iter()).unwrap_or("internal");
        let message = format!("`{wrong}` is not a value of `exposure`");
        Some(Problem::new(String::new(), message).with_help(format!("did you mean `{near}`?")))
    }
    fn question(&self, fact: &str) -> Option<&str> {
        (fact == "exposure").then_some("Who can reach it?")
    }
    fn threats(&self) -> Vec<&str> {
        vec!["ML01", "ML02"]
    }
    fn requirements(&self) -> Vec<&str> {
        vec!["PVC-V1.1", "PVC-V8.1"]
    }
    fn switches(&self) -> Vec<&str> {
        vec!["prompt_injection"]
    }
}

/// A document after some lines.
fn after(lines: &[&str]) -> Document {
    let mut document = Document::new(ThreatModel::default());
    for line in lines {
        carry_out(&mut document, line).unwrap();
    }
    document
}

fn carry_out(document: &mut Document, line: &str) -> Result<String, OpError> {
    let plan = Op::parse(line)?.plan(document.model(), &Words)?;
    let label = plan.label.clone();
    document.apply(plan.into_change("test", 0)).unwrap();
    Ok(label)
}

/// A learner and a service in one zone, a user outside.
fn fraud() -> Document {
    after(&[
        r#"zone net "Internet" trust 0"#,
        r#"zone prod "Production" trust 3"#,
        r#"add labels "Labels" data.set in prod"#,
        r#"add train "Training" train.job after labels"#,
        r#"add api "Scoring API" serve.api after train"#,
        r#"add user "Merchant" actor.user in net before api"#,
        "decide ML01@api mitigate owner Ada due 2027-01-31 because \"Rate limits\"",
        "control PVC-V8.1@api implemented evidence \"gateway.yaml\"",
        "assume ours \"Labels are ours\" covers ML02@labels,ML01@api",
        "threat OWN-1 \"Bribed analyst\" at labels,api likelihood 2 impact 4 \"Paid to mislabel.\"",
        "place api 12 4",
    ])
}

fn refused(document: &Document, line: &str) -> String {
    let told = match Op::parse(line) {
        Err(error) => error,
        Ok(op) => op.plan(document.model(), &Words).unwrap_err(),
    };
    told.diagnostic(line).to_string()
}

fn flows(model: &ThreatModel) -> Vec<String> {
    let carries = |f: &crate::model::Flow| f.carries.iter().cloned().collect::<Vec<_>>().join("+");
    model
        .flows
        .values()
        .map(|f| format!("{} {} {}", f.from, carries(f), f.to))
        .collect()
}

#[test]
fn every_form_has_an_example_that_reads_and_is_written_back() {
    for form in FORMS {
        let op = Op::parse(form.example).unwrap();
        let line = op.to_string();
        assert!(line.starts_with(form.verb), "{line}");
        assert_eq!(Op::parse(&line).unwrap(), op);
    }
}

#[test]
fn a_component_added_beside_another_is_connected_and_shares_its_zone() {
    let document = fraud();
    let model = document.model();
    assert_eq!(
        model.components["api"].zone.as_ref().unwrap().as_str(),
        "prod"
    );
    assert_eq!(
        flows(model),
        [
            "api infer_out user",
            "labels train train",
            "train weights api",
            "user infer_in api",
        ]
    );
    let added = after(&[
        "add \"Scoring API\" serve.api",
        "add actor.user before scoring-api",
    ]);
    assert_eq!(added.model().components["user"].zone, None);
}

#[test]
fn ids_are_made_from_the_name_else_the_kind_and_never_twice() {
    let document = after(&[
        "add \"评分\" serve.api",
        "add \"评分\" serve.api",
        "add serve.api",
    ]);
    let ids: Vec<&str> = document
        .model()
        .components
        .keys()
        .map(ComponentId::as_str)
        .collect();
    assert_eq!(ids, ["inference-api", "serve-api", "serve-api-2"]);
}

#[test]
fn a_caller_connected_to_a_service_gets_its_answers_back_in_the_same_step() {
    let mut document = after(&["add u \"U\" actor.user", "add a \"A\" serve.api"]);
    assert_eq!(
        carry_out(&mut document, "connect u a").unwrap(),
        "Connect U to A"
    );
    assert_eq!(flows(document.model()), ["a infer_out u", "u infer_in a"]);
    document.undo().unwrap();
    assert!(document.model().flows.is_empty());
    carry_out(&mut document, "connect u a infer_in \"ask\"").unwrap();
    assert_eq!(flows(document.model()), ["u infer_in a"]);
}

#[test]
fn connecting_twice_or_without_anything_usual_says_what_to_write() {
    let document = fraud();
    let twice = refused(&document, "connect train api");
    assert!(twice.contains("the flow is `train-api`"), "{twice}");
    let unusual = refused(&document, "connect api labels");
    assert!(unusual.contains("say what flows: infer_in"), "{unusual}");
}

#[test]
fn removing_a_component_takes_everything_keyed_to_it_and_undo_brings_it_back() {
    let mut document = fraud();
    let before = document.model().clone();
    assert_eq!(
        carry_out(&mut document, "remove api").unwrap(),
        "Remove Scoring API"
    );
    let model = document.model();
    assert_eq!(flows(model), ["labels train train"]);
    assert!(model.decisions.is_empty() && model.controls.is_empty() && model.placed.is_empty());
    assert_eq!(model.own_threats["OWN-1"].components.len(), 1);
    assert_eq!(model.assumptions["ours"].covers.len(), 1);
    document.undo().unwrap();
    assert_eq!(document.model(), &before);
}

#[test]
fn removing_a_zone_leaves_its_members_to_the_zone_around_it() {
    let mut document = after(&[
        "zone a \"A\" trust 2",
        "zone b \"B\" in a",
        "zone c \"C\" in b",
        "add x \"X\" serve.api in b",
    ]);
    carry_out(&mut document, "remove b").unwrap();
    let model = document.model();
    assert_eq!(model.components["x"].zone.as_ref().unwrap().as_str(), "a");
    assert_eq!(model.zones["c"].parent.as_ref().unwrap().as_str(), "a");
}

#[test]
fn healing_closes_the_gap_by_what_is_usual() {
    let mut document = after(&[
        "add labels \"Labels\" data.set",
        "add screen \"Screening\" prep.screen after labels",
        "add train \"Training\" train.job after screen",
    ]);
    carry_out(&mut document, "heal screen").unwrap();
    assert_eq!(flows(document.model()), ["labels train train"]);
}

#[test]
fn inserting_splits_a_flow_which_keeps_its_id_and_label() {
    let mut document = after(&[
        "add labels \"Labels\" data.set",
        "add train \"Training\" train.job",
        "connect labels train train \"nightly\"",
    ]);
    carry_out(
        &mut document,
        "insert screen \"Screening\" prep.screen on labels-train",
    )
    .unwrap();
    assert_eq!(
        flows(document.model()),
        ["labels raw screen", "screen train train"]
    );
    let first = &document.model().flows["labels-train"];
    assert_eq!(
        (first.to.as_str(), first.label.as_deref()),
        ("screen", Some("nightly"))
    );
}

#[test]
fn a_zone_is_added_once_and_then_changed_in_what_is_said() {
    let mut document = fraud();
    carry_out(&mut document, "zone prod in net").unwrap();
    let prod = &document.model().zones["prod"];
    assert_eq!(
        (prod.name.as_str(), prod.trust.unwrap().number()),
        ("Production", 3)
    );
    carry_out(&mut document, "zone prod trust \"\" in \"\"").unwrap();
    let prod = &document.model().zones["prod"];
    assert_eq!((prod.trust, &prod.parent), (None, &None));
    assert!(refused(&document, "zone prdo trust 2").contains("did you mean `prod`?"));
    assert!(refused(&document, "zone prod in prod").contains("lies inside itself"));
}

#[test]
fn places_can_be_kept_and_given_back() {
    let mut document = fraud();
    carry_out(&mut document, "pin api").unwrap();
    assert!(document.model().placed["api"].pinned);
    carry_out(&mut document, "unplace api").unwrap();
    assert!(refused(&document, "pin api").contains("place api X Y pinned"));
}

#[test]
fn fields_are_set_and_emptied_and_a_wrong_one_names_those_there_are() {
    let mut document = fraud();
    for line in [
        "set system target_level 2",
        "set system insider yes",
        "set api owner \"Payments ML\"",
        "set user-api encrypted no",
        "set user-api carries infer_in, raw",
        "rename user-api \"payment\"",
        "option prompt_injection off",
        "move user outside",
    ] {
        carry_out(&mut document, line).unwrap();
    }
    let model = document.model();
    assert_eq!(model.system.target_level.number(), 2);
    assert_eq!(model.flows["user-api"].encrypted, Some(false));
    assert_eq!(model.flows["user-api"].carries.len(), 2);
    assert_eq!(model.flows["user-api"].label.as_deref(), Some("payment"));
    assert!(!model.system.options["prompt_injection"]);
    assert_eq!(model.components["user"].zone, None);
    carry_out(&mut document, "unset user-api encrypted").unwrap();
    assert_eq!(document.model().flows["user-api"].encrypted, None);
    assert!(
        refused(&document, "set prod owner Ada")
            .contains("its fields are `trust`, `parent` and `note`")
    );
    assert!(refused(&document, "set api ownr Ada").contains("did you mean `owner`?"));
    assert!(refused(&document, "set system target_level 4").contains("levels are 1, 2 and 3"));
}

#[test]
fn a_decision_keeps_what_is_not_said_of_it() {
    let mut document = fraud();
    carry_out(
        &mut document,
        "decide ML01@api mitigate because \"\" ticket SEC-4",
    )
    .unwrap();
    let decision = &document.model().decisions[&"ML01@api".parse().unwrap()];
    assert_eq!(decision.status, DecisionStatus::Mitigate);
    assert_eq!(decision.owner.as_deref(), Some("Ada"));
    assert_eq!(
        (decision.because.as_ref(), decision.ticket.as_deref()),
        (None, Some("SEC-4"))
    );
}

#[test]
fn a_decision_that_ends_the_work_needs_who_and_why() {
    for status in ["accept", "transfer", "avoid", "not_applicable"] {
        let mut document = fraud();
        let bare = format!("decide ML02@train {status}");
        let told = refused(&document, &bare);
        assert!(told.contains("owner and because are missing"), "{told}");
        assert!(told.contains("line 1:19"), "{told}");
        assert!(told.contains("write `owner \"NAME\" because"), "{told}");
        let told = refused(&document, &format!("{bare} owner Ada because \" \""));
        assert!(told.contains("because is missing"), "{told}");
        let whole = format!("{bare} owner Ada because \"Agreed.\"");
        carry_out(&mut document, &whole).unwrap();
        // What is said already need not be said again.
        carry_out(&mut document, &format!("{bare} due 2027-01-31")).unwrap();
    }
}

#[test]
fn a_file_from_before_keeps_its_decisions_without_who_and_why_and_is_told_of_them() {
    let mut model = fraud().model().clone();
    for decision in model.decisions.values_mut() {
        decision.status = DecisionStatus::Accept;
        decision.because = None;
    }
    let text = crate::model::text::write(&model);
    let model = crate::model::text::read(&text).unwrap().model;
    assert_eq!(crate::model::check(&model), []);
    let told = crate::model::doubts(&model);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].path, "decisions/ML01@api/status");
    assert_eq!(
        told[0].message,
        "ML01 at Scoring API: to accept a risk needs who and why; because is missing"
    );
    let op = Op::parse("decide ML01@api accept").unwrap();
    assert!(op.plan(&model, &Words).unwrap().edits.is_empty());
    assert!(
        Op::parse("rename api \"A\"")
            .unwrap()
            .plan(&model, &Words)
            .is_ok()
    );
}

#[test]
fn a_kind_is_taken_by_the_word_that_people_say_for_it() {
    let mut document = fraud();
    let op = Op::parse("add \"Cache\" set before train").unwrap();
    let plan = op.plan(document.model(), &Words).unwrap();
    assert_eq!(plan.label, "Add Cache (training set)");
    carry_out(&mut document, "add \"Cache\" set before train").unwrap();
    assert_eq!(document.model().components["cache"].kind, "data.set");
    assert!(refused(&document, "add \"Cache\" box").contains("there is no kind `box`"));
}

#[test]
fn nobody_has_looked_at_anything_tomorrow() {
    let document = fraud();
    let day = |text: &str| text.parse::<crate::model::Date>().unwrap();
    let plan = |date: &str| {
        let line = format!("control PVC-V1.1 verified evidence x assessor Ada date {date}");
        Op::parse(&line)
            .unwrap()
            .plan(document.model(), &Words)
            .unwrap()
    };
    let today = day("2026-11-22");
    assert!(plan("2026-11-22").happens_by(today).is_ok());
    let error = plan("2026-11-23").happens_by(today).unwrap_err();
    assert!(
        error.message.contains("2026-11-23 is still to come"),
        "{error}"
    );
}

#[test]
fn what_is_not_there_cannot_be_taken_back() {
    let document = fraud();
    assert!(refused(&document, "undecide ML02@api").contains("did you mean `ML01@api`?"));
    assert!(refused(&document, "forget api exposure").contains("no answer"));
    assert!(refused(&document, "unthreat OWN-2").contains("did you mean `OWN-1`?"));
}

#[test]
fn verified_needs_what_shows_it() {
    let document = fraud();
    let told = refused(&document, "control PVC-V1.1 verified evidence \"x\"");
    assert!(told.contains("verified without assessor, date"), "{told}");
}

#[test]
fn two_things_of_one_name_are_told_apart() {
    let mut document = after(&["zone api \"A\"", "add api \"B\" serve.api"]);
    let told = refused(&document, "remove api");
    assert!(
        told.contains("write one of `component:api` and `zone:api`"),
        "{told}"
    );
    carry_out(&mut document, "remove zone:api").unwrap();
    assert!(document.model().components.contains_key("api"));
}

#[test]
fn an_error_shows_the_word_and_the_nearest_valid_one() {
    let document = fraud();
    let told = refused(&document, "answer api exposure pulic");
    assert_eq!(
        told,
        "error: `pulic` is not a value of `exposure`\n --> line 1:21\n  |\n1 | answer api exposure pulic\n  |                     ^^^^^\n  = help: did you mean `public`?"
    );
    let told = refused(&document, "conect api labels");
    assert!(
        told.contains("did you mean `connect`?") && told.contains("line 1:1"),
        "{told}"
    );
    let told = refused(&document, "connect usr api");
    assert!(
        told.contains("did you mean `user`?") && told.contains("line 1:9"),
        "{told}"
    );
    let told = refused(&document, "decide ML01@api mitigate owner \"Ada");
    assert!(
        told.contains("no closing quote") && told.contains("line 1:32"),
        "{told}"
    );
    let told = refused(&document, "rename api New name");
    assert!(told.contains("put quotes around"), "{told}");
    let told = refused(&document, "decide ML01@api mitigate due soon");
    assert!(told.contains("line 1:30"), "{told}");
    let told = refused(&document, "connect api");
    assert!(
        told.contains("a component is missing") && told.contains("FROM TO"),
        "{told}"
    );
}

#[test]
fn an_operation_that_changes_nothing_has_no_edits() {
    let document = fraud();
    let plan = Op::parse("rename api \"Scoring API\"")
        .unwrap()
        .plan(document.model(), &Words);
    assert!(plan.unwrap().edits.is_empty());
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z ,.;:'()]{1,16}",
        "\\PC{1,8}",
        Just("a\n\"b\"\\\u{1}".to_owned())
    ]
}

fn said<T: Clone + std::fmt::Debug>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Said<T>> {
    prop_oneof![
        Just(Said::Nothing),
        Just(Said::Empty),
        value.prop_map(Said::This)
    ]
}

fn slug() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z][a-z0-9]{0,5}",
        1 => select(vec!["in", "after", "on", "outside", "system", "trust", "note", "at"]).prop_map(str::to_owned),
    ]
}

fn id<T: std::str::FromStr<Err: std::fmt::Debug> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    slug().prop_map(|text| text.parse().unwrap())
}

fn finding() -> impl Strategy<Value = FindingId> {
    (select(vec!["ML01", "OWN-1"]), slug()).prop_map(|(t, c)| format!("{t}@{c}").parse().unwrap())
}

fn date() -> impl Strategy<Value = Date> {
    (1..=12_u8, 1..=28_u8).prop_map(|(m, d)| Date::new(2027, m, d).unwrap())
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        Just(Target::System),
        slug()
            .prop_filter("the header", |s| s != "system")
            .prop_map(Target::Named),
        id().prop_map(Target::Component),
        id().prop_map(Target::Flow),
        id().prop_map(Target::Zone),
    ]
}

fn kinds() -> impl Strategy<Value = BTreeSet<String>> {
    btree_set("[a-z_]{1,8}", 0..3)
}

fn drawing() -> impl Strategy<Value = Op> {
    let beside = prop_oneof![id().prop_map(Beside::After), id().prop_map(Beside::Before)];
    let made = || {
        (
            option::of(id()),
            option::of(text()),
            prop_oneof!["[a-z]{1,5}\\.[a-z_]{1,5}", slug()],
        )
    };
    let add = (made(), option::of(id()), option::of((beside, kinds())));
    let ids = || btree_set(id(), 1..4);
    prop_oneof![
        add.prop_map(|((id, name, kind), zone, beside)| {
            let (beside, carries) = beside.map_or((None, BTreeSet::new()), |(b, c)| (Some(b), c));
            Op::Add {
                id,
                name,
                kind,
                zone,
                beside,
                carries,
            }
        }),
        (id(), id(), kinds(), option::of(text())).prop_map(|(from, to, carries, label)| {
            Op::Connect {
                from,
                to,
                carries,
                label,
            }
        }),
        (made(), id()).prop_map(|((id, name, kind), flow)| Op::Insert {
            id,
            name,
            kind,
            flow
        }),
        target().prop_map(Op::Remove),
        id().prop_map(Op::Heal),
        (
            option::of(id()),
            option::of(text()),
            said((0..=3_u8).prop_map(|t| Trust::new(t).unwrap())),
            said(id())
        )
            .prop_map(|(id, name, trust, parent)| Op::Zone {
                id,
                name,
                trust,
                parent
            }),
        (ids(), option::of(id())).prop_map(|(components, into)| Op::Move { components, into }),
        (id(), any::<i32>(), any::<i32>(), any::<bool>()).prop_map(|(component, x, y, pinned)| {
            Op::Place {
                component,
                x,
                y,
                pinned,
            }
        }),
        ids().prop_map(Op::Unplace),
        ids().prop_map(Op::Pin),
        ids().prop_map(Op::Unpin),
        (id(), slug()).prop_map(|(component, kind)| Op::Kind { component, kind }),
        (target(), text()).prop_map(|(target, name)| Op::Rename { target, name }),
    ]
}

fn answering() -> impl Strategy<Value = Op> {
    let values = btree_set("[a-z_]{1,8}", 1..4).prop_map(|v| FactValue::several(v).unwrap());
    prop_oneof![
        (id(), "[a-z_]{1,8}", values).prop_map(|(component, fact, value)| Op::Answer {
            component,
            fact,
            value
        }),
        (id(), "[a-z_]{1,8}").prop_map(|(component, fact)| Op::Forget { component, fact }),
        (target(), select(Field::ALL), text()).prop_map(|(target, field, value)| Op::Set {
            target,
            field,
            value
        }),
        (target(), select(Field::ALL)).prop_map(|(target, field)| Op::Unset { target, field }),
        ("[a-z_]{1,8}", any::<bool>()).prop_map(|(name, on)| Op::Option { name, on }),
    ]
}

#[expect(clippy::too_many_lines, reason = "one generator for each operation")]
fn recording() -> impl Strategy<Value = Op> {
    let requirement = || "PVC-V[1-9]\\.[1-9]".prop_map(|r| r.parse::<RequirementId>().unwrap());
    let control =
        (requirement(), option::of(id())).prop_map(|(requirement, component)| ControlId {
            requirement,
            component,
        });
    let score = || option::of((1..=5_u8).prop_map(|s| Score::new(s).unwrap()));
    prop_oneof![
        (
            finding(),
            select(DecisionStatus::ALL),
            said(text()),
            said(date()),
            said(text()),
            said(text()),
            said(text())
        )
            .prop_map(|(finding, status, owner, due, because, ticket, note)| {
                Op::Decide {
                    finding,
                    status,
                    owner,
                    due,
                    because,
                    ticket,
                    note,
                }
            }),
        finding().prop_map(Op::Undecide),
        (
            control,
            select(ControlStatus::ALL),
            said(text()),
            said(text()),
            said(date()),
            said(text()),
            said(text())
        )
            .prop_map(
                |(control, status, evidence, assessor, date, because, note)| {
                    Op::Control {
                        control,
                        status,
                        evidence,
                        assessor,
                        date,
                        because,
                        note,
                    }
                }
            ),
        (
            (
                id(),
                option::of(text()),
                option::of(select(AssumptionStatus::ALL))
            ),
            (
                said(text()),
                said(date()),
                said(btree_set(finding(), 1..3)),
                said(text())
            ),
        )
            .prop_map(|((id, text, status), (owner, expires, covers, note))| {
                Op::Assume {
                    id,
                    text,
                    status,
                    owner,
                    expires,
                    covers,
                    note,
                }
            }),
        (id(), text()).prop_map(|(id, because)| Op::Exclude { id, because }),
        id().prop_map(Op::Include),
        (
            ("OWN-[0-9]", option::of(text()), said(btree_set(id(), 1..3))),
            (
                score(),
                score(),
                said(btree_set(requirement(), 1..3)),
                said(text()),
                said(text())
            ),
        )
            .prop_map(
                |((id, name, at), (likelihood, impact, requirements, note, text))| {
                    let id = id.parse().unwrap();
                    Op::Threat {
                        id,
                        name,
                        at,
                        likelihood,
                        impact,
                        requirements,
                        note,
                        text,
                    }
                }
            ),
    ]
}

/// Operations on the names of [`fraud`], most of them possible.
fn possible() -> impl Strategy<Value = String> {
    let thing = || {
        select(vec![
            "api",
            "train",
            "labels",
            "user",
            "new",
            "prod",
            "net",
            "train-api",
            "user-api",
        ])
    };
    prop_oneof![
        (thing(), thing()).prop_map(|(a, b)| format!("connect {a} {b} raw")),
        (thing(), thing()).prop_map(|(a, b)| format!("add {a} \"N\" serve.api in {b}")),
        thing().prop_map(|a| format!("add \"New\" train.job after {a}")),
        thing().prop_map(|a| format!("remove {a}")),
        thing().prop_map(|a| format!("heal {a}")),
        thing().prop_map(|a| format!("insert \"N\" prep.screen on {a}")),
        (thing(), thing()).prop_map(|(a, b)| format!("move {a} into {b}")),
        (thing(), thing()).prop_map(|(a, b)| format!("zone {a} \"Z\" in {b}")),
        thing().prop_map(|a| format!("decide ML02@{a} mitigate")),
        thing().prop_map(|a| format!("place {a} 1 2 pinned")),
        thing().prop_map(|a| format!("threat OWN-2 \"T\" at {a},api")),
        thing().prop_map(|a| format!("answer {a} exposure public")),
    ]
}

proptest! {
    #[test]
    fn an_operation_reads_back_as_written(op in prop_oneof![drawing(), answering(), recording()]) {
        let line = op.to_string();
        prop_assert!(!line.contains('\n'));
        let read = Op::parse(&line).map_err(|error| TestCaseError::fail(error.diagnostic(&line).to_string()))?;
        prop_assert_eq!(read, op);
    }

    #[test]
    fn whatever_is_planned_applies_and_undo_takes_all_of_it_back(lines in proptest::collection::vec(possible(), 1..12)) {
        let mut document = fraud();
        let start = document.model().clone();
        let steps = document.undo_label().map(str::to_owned);
        let mut done = 0;
        for line in &lines {
            let Ok(plan) = Op::parse(line).unwrap().plan(document.model(), &Words) else { continue };
            document.apply(plan.into_change("test", 0)).map_err(|e| TestCaseError::fail(e.to_string()))?;
            done += 1;
        }
        for _ in 0..done {
            document.undo().unwrap();
        }
        prop_assert_eq!(document.model(), &start);
        prop_assert_eq!(document.undo_label().map(str::to_owned), steps);
    }

    #[test]
    fn reading_never_panics(line in "(add|connect|set|threat|zone|assume|decide)? ?(\\PC|[ \",\\\\:@a-z]){0,30}") {
        if let Err(error) = Op::parse(&line) {
            let _ = error.diagnostic(&line).to_string();
        }
    }
}

#[test]
fn every_clause_that_a_form_names_is_one_that_it_takes() {
    let begin = |verb: &str| match verb {
        "add" | "insert" => "serve.api",
        "zone" => "z \"Z\"",
        "decide" => "ML01@a mitigate",
        "control" => "PVC-V1.1 planned",
        "assume" => "x \"text\"",
        "threat" => "OWN-1 \"Name\"",
        other => panic!("how does `{other}` begin?"),
    };
    let value = |clause: &str| match clause {
        "after" | "before" | "at" | "in" | "on" => "a",
        "carrying" => "weights after a",
        "trust" => "2",
        "due" | "expires" | "date" => "2027-01-01",
        "status" => "confirmed",
        "covers" => "ML01@a",
        "likelihood" | "impact" => "3",
        "requirements" => "PVC-V1.1",
        _ => "\"words\"",
    };
    for form in crate::model::FORMS {
        for clause in form.clauses {
            let line = format!(
                "{} {} {clause} {}",
                form.verb,
                begin(form.verb),
                value(clause)
            );
            assert!(Op::parse(&line).is_ok(), "{line}: {:?}", Op::parse(&line));
            assert!(form.usage.contains(clause), "{}: {clause}", form.usage);
        }
    }
}
