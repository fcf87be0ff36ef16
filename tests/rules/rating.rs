//! Likelihood, impact and residual risk (facts.md 5.2, DESIGN 6).

use bartizan::analysis::Risk;
use bartizan::model::RequirementId;

use crate::draw::draw;

/// ML01 at the API has likelihood 5 here, behind a gateway and a preprocessor on the client.
const OPEN: &str = "actor.anonymous anyone in net; serve.gateway gate in prod; serve.preproc prepare in prod runs_on_client=yes
     serve.api api in prod exposure=anonymous_public output_detail=logits; client.decision act in prod decision_impact=high autonomy=advisory
     anyone -> gate infer_in; gate -> api infer_in; api -> anyone infer_out; api -> act infer_out";

fn residual(controls: &str) -> u8 {
    let drawn = draw(&format!("{OPEN}; {controls}"));
    assert_eq!(drawn.likelihood("ML01@api"), 5);
    drawn.residual("ML01@api")
}

#[test]
fn risk_is_likelihood_times_impact_in_four_levels() {
    for (product, risk) in [
        (1, Risk::Low),
        (4, Risk::Low),
        (5, Risk::Medium),
        (9, Risk::Medium),
        (10, Risk::High),
        (14, Risk::High),
        (15, Risk::Critical),
        (25, Risk::Critical),
    ] {
        assert_eq!(Risk::of(product), risk, "{product}");
    }
    let drawn = draw(OPEN);
    let finding = drawn.finding("ML01@api");
    assert_eq!(
        (finding.inherent(), finding.residual(), finding.risk()),
        (20, 20, Risk::Critical)
    );
}

#[test]
fn a_verified_control_that_makes_it_harder_takes_one_off() {
    assert_eq!(residual("control PVC-V8.3 verified"), 4);
}

#[test]
fn an_implemented_control_counts_half_and_halves_are_added_before_rounding_down() {
    assert_eq!(residual("control PVC-V8.3 implemented"), 5);
    assert_eq!(
        residual("control PVC-V8.3 implemented; control PVC-V8.4 implemented"),
        4
    );
    assert_eq!(
        residual(
            "control PVC-V8.3 implemented; control PVC-V8.4 implemented; control PVC-V9.2 implemented"
        ),
        4
    );
    assert_eq!(
        residual("control PVC-V8.3 verified; control PVC-V8.4 implemented"),
        4
    );
}

#[test]
fn planned_missing_and_detecting_controls_take_nothing_off() {
    for control in [
        "PVC-V8.3 planned",
        "PVC-V8.3 not_met",
        "PVC-V8.3 not_applicable",
        // Detecting is all that these two do, wherever they stand.
        "PVC-V12.1 verified",
        "PVC-V12.5 verified",
    ] {
        assert_eq!(residual(&format!("control {control}")), 5, "{control}");
    }
}

#[test]
fn controls_take_at_most_three_points_off() {
    let all = ["V8.1", "V8.3", "V8.4", "V9.2", "V7.1", "V7.4"]
        .map(|id| format!("control PVC-{id} verified"))
        .join("; ");
    assert_eq!(residual(&all), 2);
}

#[test]
fn controls_never_take_a_likelihood_below_one() {
    let drawn = draw(
        "model.registry registry in prod exposure=internal writers=vendor signing=signed_verified
         model.artifact model in prod writers=vendor; control PVC-V5.1 verified; control PVC-V5.2 verified; control PVC-V5.3 verified",
    );
    assert_eq!(
        (drawn.likelihood("ML10@model"), drawn.residual("ML10@model")),
        (3, 1)
    );
}

#[test]
fn a_verified_control_that_removes_a_precondition_takes_two_off() {
    let registry = |state: &str| {
        draw(&format!(
            "model.registry registry in prod exposure=partner writers=vendor signing=none; control PVC-V5.2@registry {state}"
        ))
    };
    assert_eq!(registry("verified").likelihood("ML10@registry"), 4);
    assert_eq!(registry("verified").residual("ML10@registry"), 2);
    assert_eq!(registry("implemented").residual("ML10@registry"), 3);
}

#[test]
fn controls_on_the_path_of_the_proof_count_and_others_do_not() {
    // The preprocessor stands on no path here, and V8.5 has no other place.
    assert_eq!(residual("control PVC-V8.5@prepare verified"), 5);
    assert_eq!(
        residual("prepare -> api feature; control PVC-V8.5 verified"),
        4
    );
    let only = "serve.preproc prepare in prod runs_on_client=yes; serve.api api in prod exposure=internal; client.decision act in prod
         prepare -> api feature; api -> act infer_out";
    let drawn = draw(&format!("{only}; control PVC-V8.5@prepare verified"));
    assert_eq!(
        (drawn.likelihood("ML01@api"), drawn.residual("ML01@api")),
        (3, 2)
    );
    assert_eq!(draw(only).residual("ML01@api"), 3);
}

#[test]
fn a_control_at_one_of_two_doors_keeps_nobody_from_the_other() {
    let one = "control PVC-V9.4@gate verified";
    assert_eq!(residual(one), 4);
    // Whichever of the two doors comes first by its id, and whether or not another asks at it.
    for door in ["alley", "side"] {
        for asker in ["anyone", "adam", "zoe"] {
            let side = format!(
                "serve.gateway {door} in prod; actor.anonymous adam in net; actor.anonymous zoe in net;
                 {asker} -> {door} infer_in; {door} -> api infer_in"
            );
            let both = format!("{side}; {one}; control PVC-V9.4@{door} verified");
            assert_eq!(residual(&format!("{side}; {one}")), 5, "{door} {asker}");
            assert_eq!(residual(&both), 4, "{door} {asker}");
        }
    }
}

#[test]
fn controls_on_the_data_that_a_finding_rests_on_count() {
    let asked = "data.training_set set in prod sensitivity=personal; data.internal_store rest in prod sensitivity=personal; train.job job in prod; serve.api api in prod output_detail=logits
         actor.end_user user in net; set -> job train; rest -> job train; job -> api weights; user -> api infer_in; api -> user infer_out";
    // Fields that nobody needs are dropped before training (PVC-V2.3), in every store that is learned from.
    for (controls, expected) in [
        ("", 3),
        ("control PVC-V2.3 verified", 2),
        ("control PVC-V2.3@set verified", 3),
        (
            "control PVC-V2.3@set verified; control PVC-V2.3@rest verified",
            2,
        ),
        (
            "control PVC-V2.3 verified; control PVC-V2.3@rest not_met",
            3,
        ),
    ] {
        let drawn = draw(&format!("{asked}; {controls}"));
        assert_eq!(drawn.residual("ML03@api"), expected, "{controls}");
    }
}

#[test]
fn a_requirement_is_as_good_as_the_worst_of_its_components_on_the_path() {
    // V9.2 speaks of the API and of the gateway in front of it.
    assert_eq!(residual("control PVC-V9.2@api verified"), 5);
    assert_eq!(
        residual("control PVC-V9.2@api verified; control PVC-V9.2@gate verified"),
        4
    );
    assert_eq!(
        residual("control PVC-V9.2@api verified; control PVC-V9.2@gate not_met"),
        5
    );
    assert_eq!(
        residual("control PVC-V9.2@api verified; control PVC-V9.2@gate not_applicable"),
        4
    );
}

#[test]
fn a_system_wide_entry_stands_in_where_a_component_has_none() {
    assert_eq!(residual("control PVC-V9.2 verified"), 4);
    assert_eq!(
        residual("control PVC-V9.2 verified; control PVC-V9.2@gate not_met"),
        5
    );
    assert_eq!(
        residual(
            "control PVC-V9.2 not_met; control PVC-V9.2@gate verified; control PVC-V9.2@api verified"
        ),
        4
    );
}

#[test]
fn a_system_wide_entry_does_not_help_where_its_requirement_has_no_place() {
    // A signature that serving and the registry check keeps no hostile update out of the aggregator.
    let federated = "fl.client phone in net; fl.aggregator hub in prod robust_aggregation=no; model.registry registry in prod exposure=partner signing=signed
         phone -> hub update; hub -> registry weights";
    let drawn = |controls: &str| draw(&format!("{federated}; {controls}"));
    let before = drawn("");
    let after = drawn("control PVC-V5.3 verified");
    assert_eq!(
        after.residual("ML10@hub"),
        before.residual("ML10@hub"),
        "the aggregator is no place of PVC-V5.3"
    );
    assert_eq!(
        after.residual("ML10@registry"),
        before.residual("ML10@registry") - 2
    );
    assert_eq!(
        drawn("control PVC-V11.5 verified").residual("ML10@hub"),
        before.residual("ML10@hub") - 1
    );
    // What acts on the model before it is released has no place where ML01 starts, and helps everywhere.
    assert_eq!(residual("control PVC-V7.1 verified"), 4);
}

#[test]
fn a_requirement_of_a_teams_own_catalogue_lowers_a_risk_as_a_built_in_one_does() {
    let text = "(requirements: {\"ACME-V1.1\": (chapter: \"V8\", level: 1, text: \"Ours.\", methods: [T], stages: [DEP],
        kinds: [\"serve.api\"], mitigates: {\"ML01\": S})})";
    let source = bartizan::catalog::Source { name: "ours", text };
    let ours = crate::draw::catalog().with(source).unwrap();
    for (controls, expected) in [
        ("", 5),
        ("control ACME-V1.1@api implemented", 4),
        ("control ACME-V1.1@api verified", 3),
        ("control ACME-V1.1@gate verified", 5),
        ("control ACME-V1.1 verified", 3),
    ] {
        let model = crate::draw::model(&format!("{OPEN}; {controls}"));
        let assessment = bartizan::analysis::assess(&model, &ours, crate::draw::today());
        let finding = &assessment.findings[&"ML01@api".parse().unwrap()];
        assert_eq!(finding.residual_likelihood.number(), expected, "{controls}");
    }
}

#[test]
fn a_fact_and_the_control_that_it_amounts_to_count_once() {
    let limited = "actor.end_user user in net; serve.api api in prod output_detail=label_only query_limit=tuned_per_principal; client.decision act in prod
         user -> api infer_in; api -> user infer_out; api -> act infer_out";
    assert_eq!(draw(limited).residual("ML01@api"), 2);
    for state in ["verified", "implemented"] {
        let both = draw(&format!("{limited}; control PVC-V9.2@api {state}"));
        assert_eq!(both.residual("ML01@api"), 2, "{state}");
    }
    assert_eq!(
        draw(&format!("{limited}; control PVC-V8.3@api verified")).residual("ML01@api"),
        1
    );
}

#[test]
fn a_fact_that_a_control_denies_is_pointed_out() {
    let text = "actor.end_user user in net; serve.api api in prod output_detail=label_only query_limit=tuned_per_principal; client.decision act in prod
         user -> api infer_in; api -> user infer_out; api -> act infer_out";
    assert!(draw(text).assessment.contradictions.is_empty());
    let denied = draw(&format!("{text}; control PVC-V9.2@api not_met"));
    assert_eq!(denied.assessment.contradictions.len(), 1);
    assert!(denied.assessment.contradictions[0].contains("PVC-V9.2"));
}

#[test]
fn every_step_of_a_rating_gives_its_reason() {
    let drawn = draw(&format!("{OPEN}; control PVC-V8.3 verified"));
    let finding = drawn.finding("ML01@api");
    assert_eq!(
        crate::draw::effects(&finding.likelihood),
        ["base 3", "+1", "+1"]
    );
    for step in finding.likelihood.steps.iter().chain(&finding.impact.steps) {
        assert!(!step.because.is_empty());
    }
    assert_eq!(finding.treatments.len(), 1);
    assert!(finding.treatments[0].because.starts_with("verified: "));
}

#[test]
fn the_level_is_reached_when_everything_applicable_up_to_it_is_verified() {
    let requirements = crate::draw::catalog().entries().requirements.iter();
    let verified = |up_to: u8| {
        let lines = requirements
            .clone()
            .filter(|(_, r)| r.level.number() <= up_to);
        lines
            .map(|(id, _)| format!("control {id} verified"))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let reached = |controls: &str| {
        draw(&format!("{OPEN}; {controls}"))
            .assessment
            .reached
            .map(bartizan::model::Level::number)
    };
    assert_eq!(reached(""), None);
    assert_eq!(reached(&verified(1)), Some(1));
    assert_eq!(reached(&verified(2)), Some(2));
    assert_eq!(reached(&verified(3)), Some(3));
    let broken = draw(&format!(
        "{OPEN}; {}; control PVC-V1.1 implemented",
        verified(3)
    ));
    assert_eq!(broken.assessment.reached, None);
    assert_eq!(
        broken
            .assessment
            .blockers
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["PVC-V1.1"]
    );
}

#[test]
fn an_empty_drawing_reaches_no_level() {
    let everything: Vec<String> = crate::draw::catalog()
        .entries()
        .requirements
        .keys()
        .map(|id| format!("control {id} verified"))
        .collect();
    assert_eq!(draw(&everything.join("; ")).assessment.reached, None);
}

#[test]
fn coverage_weighs_by_strength_and_counts_implemented_as_half() {
    let base = draw(OPEN).assessment;
    assert!(base.coverage.abs() < f64::EPSILON);
    let by = |controls: &str| {
        draw(&format!("{OPEN}; {controls}"))
            .assessment
            .coverage_by_threat["ML01"]
    };
    let (none, half, full) = (
        by(""),
        by("control PVC-V8.3 implemented"),
        by("control PVC-V8.3 verified"),
    );
    assert_eq!(none.weight, full.weight);
    // V8.3 makes ML01 harder: weight 2.
    assert_eq!(
        (half.halves - none.halves, full.halves - none.halves),
        (2, 4)
    );
    assert_eq!(
        (none.not_assessed, full.not_assessed),
        (none.applicable, full.applicable - 1)
    );
}

#[test]
fn requirements_without_a_sample_apply_where_their_kinds_are_drawn() {
    let drawn = draw(
        "actor.end_user user in net; serve.api api in prod; serve.postproc rules in prod; client.decision act in corp; train.online learner in prod
         fl.client phone in net sensitivity=personal; fl.aggregator hub in prod secure_aggregation=no; eval.job gate in prod; eval.redteam red in prod
         model.artifact weights in prod ip_value=high writers=vendor
         user -> api infer_in; api -> user infer_out; api -> rules infer_out; rules -> act infer_out; api -> learner telemetry; learner -> weights weights
         weights -> api weights; phone -> hub update; hub -> weights weights; weights -> gate weights",
    );
    for id in [
        "V10.3", "V11.2", "V11.4", "V11.5", "V11.7", "V5.8", "V7.1", "V7.2", "V7.3",
    ] {
        let id = RequirementId::new(format!("PVC-{id}")).unwrap();
        assert!(drawn.assessment.requirements.contains_key(&id), "{id}");
    }
}

/// How a model was trained decides what it gives away, wherever it runs: no way of the attack leads past the learner.
#[test]
fn privacy_preserving_training_lowers_what_the_trained_model_gives_away() {
    let served = "actor.end_user user in net; data.training_set people in prod sensitivity=special_category membership_sensitive=yes; train.job fit in prod; serve.api api in prod exposure=authenticated_public output_detail=full_confidence; people -> fit train; fit -> api weights; user -> api infer_in; api -> user infer_out";
    let residual = |control: &str, id: &str| {
        let drawn = draw(&format!("{served}; {control}"));
        drawn.finding(id).residual_likelihood.number()
    };
    let without = residual("", "ML04@api");
    for control in ["control PVC-V4.6@fit verified", "control PVC-V4.6 verified"] {
        assert_eq!(residual(control, "ML04@api"), without - 2, "{control}");
        assert_eq!(residual(control, "ML03@api"), residual("", "ML03@api") - 1);
    }
    assert_eq!(
        residual("control PVC-V4.6@fit not_met", "ML04@api"),
        without
    );
    // Hardening is built where the model is trained, too; what callers may do is not.
    let without = residual("", "ML01@api");
    assert_eq!(
        residual("control PVC-V7.4@fit verified", "ML01@api"),
        without - 1
    );
    assert_eq!(
        residual("control PVC-V9.2@fit verified", "ML01@api"),
        without
    );
}
