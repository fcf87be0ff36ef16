//! Decisions, assumptions and what is kept when a finding goes (DESIGN 4).

use std::collections::BTreeSet;

use bartizan::analysis::Risk;
use bartizan::model::{
    Assumption, AssumptionStatus, Date, DecisionStatus, NoteId, OutOfScope, OwnThreat,
    RequirementId, Score, ThreatId,
};

use crate::draw::{Drawn, draw, judged, model};

const ASKED: &str = "actor.end_user user in net; serve.api api in prod; client.decision act in prod; user -> api infer_in; api -> act infer_out";

fn resting_on(status: AssumptionStatus, expires: Option<Date>) -> Drawn {
    let mut model = model(&format!("{ASKED}; decide ML01@api accept"));
    let assumption = Assumption {
        text: "Users are our own staff".into(),
        status,
        owner: None,
        expires,
        covers: BTreeSet::from(["ML01@api".parse().unwrap()]),
        note: None,
    };
    model
        .assumptions
        .insert(NoteId::new("staff").unwrap(), assumption);
    judged(model)
}

#[test]
fn a_decision_gives_its_finding_a_status_and_changes_no_verdict() {
    let drawn = draw(&format!("{ASKED}; decide ML01@api accept"));
    let finding = drawn.finding("ML01@api");
    assert_eq!(finding.status, DecisionStatus::Accept);
    assert!(!finding.is_open());
    assert_eq!(drawn.says("ML01@api"), "applies");
    assert!(draw(ASKED).finding("ML01@api").is_open());
}

#[test]
fn only_open_and_mitigate_leave_a_finding_open() {
    for status in DecisionStatus::ALL.iter().copied() {
        let drawn = draw(&format!("{ASKED}; decide ML01@api {}", status.as_str()));
        let open = matches!(status, DecisionStatus::Open | DecisionStatus::Mitigate);
        assert_eq!(drawn.finding("ML01@api").is_open(), open, "{status:?}");
    }
}

#[test]
fn a_decision_whose_finding_no_longer_stands_is_orphaned_and_kept() {
    let moved = ASKED
        .replace("user in net", "user in corp")
        .replace("api in prod", "api in prod exposure=internal");
    let drawn = draw(&format!("{moved}; decide ML01@api accept"));
    assert_eq!(drawn.says("ML01@api"), "ML01.N1");
    assert_eq!(drawn.assessment.orphaned, ["ML01@api".parse().unwrap()]);
    assert_eq!(drawn.model.decisions.len(), 1);
}

#[test]
fn records_of_a_component_that_is_gone_are_orphaned() {
    let drawn = draw(&format!(
        "{ASKED}; decide ML01@gone accept; control PVC-V8.3@gone verified"
    ));
    assert_eq!(drawn.assessment.orphaned, ["ML01@gone".parse().unwrap()]);
    assert_eq!(
        drawn.assessment.orphaned_controls,
        ["PVC-V8.3@gone".parse().unwrap()]
    );
}

#[test]
fn a_decision_reopens_when_its_assumption_is_rejected_or_past_its_day() {
    let day = |d| Some(Date::new(2026, 11, d).unwrap());
    for (status, expires, reopens) in [
        (AssumptionStatus::Unconfirmed, None, false),
        (AssumptionStatus::Confirmed, day(23), false),
        (AssumptionStatus::Unconfirmed, day(22), false),
        (AssumptionStatus::Confirmed, day(21), true),
        (AssumptionStatus::Rejected, None, true),
    ] {
        let drawn = resting_on(status, expires);
        let finding = drawn.finding("ML01@api");
        assert_eq!(
            finding.reopened.is_some(),
            reopens,
            "{status:?} {expires:?}"
        );
        assert_eq!(finding.is_open(), reopens);
        // What was decided stays on record.
        assert_eq!(
            finding.decision.as_ref().unwrap().status,
            DecisionStatus::Accept
        );
    }
}

#[test]
fn what_leaves_the_risk_as_it_is_counts_until_its_day_and_what_was_to_be_mitigated_stays_decided() {
    let day = |d| Some(Date::new(2026, 11, d).unwrap());
    for (status, due, open, reopened) in [
        (DecisionStatus::Accept, None, false, false),
        (DecisionStatus::Accept, day(22), false, false),
        (DecisionStatus::Accept, day(21), true, true),
        (DecisionStatus::Transfer, day(21), true, true),
        (DecisionStatus::Avoid, day(21), true, true),
        (DecisionStatus::NotApplicable, day(21), true, true),
        (DecisionStatus::Mitigate, day(21), true, false),
    ] {
        let mut model = model(&format!("{ASKED}; decide ML01@api accept"));
        let decision = model.decisions.values_mut().next().unwrap();
        (decision.status, decision.due) = (status, due);
        let drawn = judged(model);
        let finding = drawn.finding("ML01@api");
        assert_eq!(finding.is_open(), open, "{status:?} {due:?}");
        assert_eq!(finding.reopened.is_some(), reopened, "{status:?} {due:?}");
        let mitigated = status == DecisionStatus::Mitigate;
        assert_eq!(finding.status == status, mitigated || !open);
        let gate = drawn.assessment.open_at_or_above(Risk::Low);
        let fails = gate.iter().any(|one| one.id.to_string() == "ML01@api");
        assert_eq!(fails, open, "{status:?} {due:?}");
    }
}

#[test]
fn what_is_out_of_scope_is_written_down_and_changes_no_verdict() {
    let mut model = model(ASKED);
    let left_out = OutOfScope {
        because: "Billing has its own model".into(),
        note: None,
    };
    model
        .out_of_scope
        .insert(NoteId::new("billing").unwrap(), left_out);
    let drawn = judged(model);
    let plain = draw(ASKED);
    assert_eq!(
        format!("{:?}", drawn.assessment),
        format!("{:?}", plain.assessment)
    );
    assert_eq!(drawn.model.out_of_scope.len(), 1);
}

#[test]
fn a_threat_of_the_teams_own_stands_where_and_as_the_team_rated_it() {
    let mut model = model(&format!("{ASKED}; decide OWN-1@api mitigate"));
    let own = OwnThreat {
        name: "Bill shock".into(),
        text: String::new(),
        components: BTreeSet::from(["api".parse().unwrap()]),
        likelihood: Score::new(4).unwrap(),
        impact: Score::new(2).unwrap(),
        requirements: BTreeSet::new(),
        note: None,
    };
    model
        .own_threats
        .insert(ThreatId::new("OWN-1").unwrap(), own);
    let drawn = judged(model);
    assert_eq!(drawn.says("OWN-1@api"), "applies");
    assert_eq!(drawn.finding("OWN-1@api").residual(), 8);
    assert_eq!(drawn.finding("OWN-1@api").status, DecisionStatus::Mitigate);
}

#[test]
fn what_a_team_names_against_its_own_threat_applies_and_lowers_it_like_any_other() {
    let with = |controls: &str| {
        let mut model = model(&format!("{ASKED}; {controls}"));
        let own = OwnThreat {
            name: "Bill shock".into(),
            text: String::new(),
            components: BTreeSet::from(["api".parse().unwrap()]),
            likelihood: Score::new(4).unwrap(),
            impact: Score::new(2).unwrap(),
            requirements: ["PVC-V2.1", "PVC-V9.2", "PVC-V12.5"]
                .map(|id| id.parse().unwrap())
                .into(),
            note: None,
        };
        let id = ThreatId::new("OWN-1").unwrap();
        model.own_threats.insert(id, own);
        judged(model)
    };
    let applies = with("").assessment.requirements;
    let acts = |id: &str| {
        applies
            .get(&id.parse::<RequirementId>().unwrap())
            .map(|r| r.threats.clone())
    };
    let own: ThreatId = "OWN-1".parse().unwrap();
    assert!(acts("PVC-V9.2").unwrap().contains(&own));
    // No data is drawn, so a requirement on data has no place.
    assert_eq!(acts("PVC-V2.1"), None);
    for (controls, residual) in [
        ("", 8),
        ("control PVC-V9.2@api implemented", 8),
        ("control PVC-V9.2@api verified", 6),
        (
            "control PVC-V9.2@api implemented; control PVC-V12.5 implemented",
            6,
        ),
        ("control PVC-V9.2 verified; control PVC-V12.5 verified", 4),
        ("control PVC-V8.1 verified", 8),
    ] {
        let drawn = with(controls);
        assert_eq!(
            drawn.finding("OWN-1@api").residual(),
            residual,
            "{controls}"
        );
    }
}
