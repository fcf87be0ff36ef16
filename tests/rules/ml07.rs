//! ML07: transfer learning.

use crate::draw::draw;

fn tuned(base: &str, tune: &str) -> String {
    format!(
        "model.base base in net {base}; train.finetune tune in prod {tune}; data.training_set set in prod sensitivity=internal
         serve.api api in prod; client.decision act in prod decision_impact=low
         base -> tune weights; set -> tune train; tune -> api weights; api -> act infer_out"
    )
}

#[test]
fn whoever_tunes_what_someone_else_learned_inherits_it() {
    let drawn = draw(&tuned("", ""));
    assert_eq!(drawn.says("ML07@tune"), "applies");
    assert_eq!(drawn.says("ML07@base"), "applies");
    assert_eq!(drawn.says("ML07@api"), "affected");
    for id in ["ML07@tune", "ML07@base"] {
        assert_eq!(drawn.modes(id), ["inherited backdoor"], "{id}");
    }
    let reward =
        draw("model.base base in net; train.preference reward in prod; base -> reward weights");
    assert_eq!(reward.says("ML07@reward"), "applies");
}

#[test]
fn where_no_base_is_drawn_its_origin_is_asked() {
    let learner = |facts: &str| draw(&format!("train.finetune tune in prod {facts}"));
    assert_eq!(learner("").says("ML07@tune"), "needs an answer");
    assert!(learner("").asks("tune", "base_origin"));
    assert_eq!(
        learner("base_origin=third_party").says("ML07@tune"),
        "applies"
    );
    assert_eq!(learner("base_origin=own").says("ML07@tune"), "ML07.N3");
}

#[test]
fn every_reason_against_it_has_its_code() {
    let scratch = draw(
        "data.training_set set in prod; train.job job in prod; set -> job train; model.hub hub in net; serve.api api in prod; hub -> api weights",
    );
    assert_eq!(scratch.says("ML07@job"), "ML07.N1");
    assert_eq!(scratch.says("ML07@hub"), "ML07.N2");
    assert_eq!(scratch.says("ML06@api"), "applies");
    assert_eq!(scratch.says("ML07@set"), "ML07.N4");
    let own = draw(
        "train.job job in prod; model.artifact first in prod; train.finetune tune in prod; job -> first weights; first -> tune weights",
    );
    assert_eq!(own.says("ML07@tune"), "ML07.N3");
}

/// "It trains from scratch" would be untrue of either, and "nothing learns" of a phone that trains.
#[test]
fn who_goes_on_from_weights_is_not_said_to_train_from_scratch() {
    let federated = draw(
        "train.job first in prod; fl.aggregator hub in prod; fl.client phone in net; data.user_generated typed in net
         first -> hub weights; hub -> phone weights; typed -> phone train; phone -> hub update",
    );
    assert_eq!(federated.says("ML07@hub"), "ML07.N3");
    assert_eq!(federated.says("ML07@phone"), "ML07.N3");
    assert_eq!(federated.says("ML07@first"), "ML07.N1");
    let alone = draw("fl.aggregator hub in prod; fl.client phone in net; phone -> hub update");
    assert_eq!(alone.says("ML07@hub"), "ML07.N1");
    let fed = draw("model.hub hub in net; train.job job in prod; hub -> job weights");
    assert_eq!(fed.says("ML07@job"), "ML07.N5");
}

#[test]
fn a_base_fetched_from_a_hub_is_the_root_and_the_hub_affected() {
    let drawn = draw(
        "model.hub hub in net; model.base base in prod; train.finetune tune in prod; hub -> base weights; base -> tune weights",
    );
    assert_eq!(drawn.says("ML07@base"), "applies");
    assert_eq!(drawn.says("ML07@hub"), "affected");
}

#[test]
fn the_likelihood_follows_publisher_frozen_layers_and_personal_data() {
    for (base, tune, expected) in [
        ("", "", 2),
        ("publisher_verified=no", "", 3),
        ("publisher_verified=yes", "", 2),
        ("", "frozen_layers=most", 3),
        ("", "frozen_layers=some", 2),
    ] {
        let drawn = draw(&tuned(base, tune));
        let steps = &drawn.finding("ML07@tune").likelihood.steps;
        assert_eq!(
            drawn.likelihood("ML07@tune"),
            expected,
            "{base} {tune}: {steps:?}"
        );
    }
    let personal = tuned("", "").replace("sensitivity=internal", "sensitivity=personal");
    assert_eq!(draw(&personal).likelihood("ML07@tune"), 3);
    assert!(
        draw(&personal)
            .modes("ML07@tune")
            .contains(&"privacy backdoor")
    );
}

#[test]
fn a_pinned_base_and_full_retraining_with_a_screen_lower_the_residual_risk() {
    let pinned = draw(&tuned("digest_pinned=yes publisher_verified=no", ""));
    assert_eq!(
        (pinned.likelihood("ML07@tune"), pinned.residual("ML07@tune")),
        (3, 2)
    );
    let screened = |tune: &str| draw(&tuned("publisher_verified=no", tune)).residual("ML07@tune");
    assert_eq!(screened("trigger_screen=yes frozen_layers=none"), 2);
    assert_eq!(screened("trigger_screen=yes frozen_layers=some"), 3);
    assert_eq!(screened("trigger_screen=no frozen_layers=none"), 3);
}

#[test]
fn the_larger_of_stakes_and_sensitivity_is_the_impact() {
    assert_eq!(draw(&tuned("", "")).impact("ML07@tune"), 2);
    let personal = tuned("", "").replace("sensitivity=internal", "sensitivity=personal");
    assert_eq!(draw(&personal).impact("ML07@tune"), 4);
    let safety = personal.replace("decision_impact=low", "decision_impact=safety");
    assert_eq!(draw(&safety).impact("ML07@tune"), 5);
}

#[test]
fn a_hub_that_is_tuned_from_directly_is_the_root_itself() {
    let drawn = draw(
        "model.hub hub in net publisher_verified=no; train.finetune tune in prod; hub -> tune weights",
    );
    assert_eq!(drawn.says("ML07@hub"), "applies");
    assert_eq!(drawn.likelihood("ML07@hub"), 3);
    assert_eq!(drawn.likelihood("ML07@tune"), 3);
}

#[test]
fn everything_that_runs_or_keeps_the_result_is_affected() {
    let drawn = draw(&format!(
        "{}; model.artifact file in prod; model.registry registry in prod; llm.agent agent in prod; llm.embedding_model vectors in prod; serve.edge box in net
         tune -> file weights; file -> registry weights; registry -> agent weights; registry -> vectors weights; registry -> box weights; infra.notebook lab in corp; registry -> lab weights",
        tuned("", "")
    ));
    for id in ["file", "registry", "agent", "vectors", "box", "api"] {
        assert_eq!(drawn.says(&format!("ML07@{id}")), "affected", "{id}");
    }
    for id in ["lab", "act", "set"] {
        assert_eq!(drawn.says(&format!("ML07@{id}")), "ML07.N4", "{id}");
    }
}

#[test]
fn what_is_known_of_the_base_counts_at_the_base_too() {
    for (base, tune, expected) in [
        ("publisher_verified=no", "", (3, 3)),
        ("publisher_verified=no digest_pinned=yes", "", (3, 2)),
        ("publisher_verified=no digest_pinned=no", "", (3, 3)),
        (
            "publisher_verified=no",
            "trigger_screen=yes frozen_layers=none",
            (3, 2),
        ),
        ("publisher_verified=yes", "frozen_layers=most", (3, 3)),
    ] {
        let drawn = draw(&tuned(base, tune));
        for id in ["ML07@base", "ML07@tune"] {
            assert_eq!(
                (drawn.likelihood(id), drawn.residual(id)),
                expected,
                "{id}: {base} {tune}"
            );
        }
    }
    // The digest of something else says nothing of the base.
    let other = draw(&tuned("publisher_verified=no", "digest_pinned=yes"));
    assert_eq!(other.residual("ML07@tune"), 3);
}

#[test]
fn the_privacy_of_tuning_data_counts_from_personal_data_on() {
    for (sensitivity, likelihood, impact, modes) in [
        ("internal", 2, 2, 1),
        ("confidential", 2, 2, 1),
        ("personal", 3, 4, 2),
        ("special_category", 3, 5, 2),
    ] {
        let text = tuned("", "").replace(
            "sensitivity=internal",
            &format!("sensitivity={sensitivity}"),
        );
        let drawn = draw(&text);
        assert_eq!(drawn.likelihood("ML07@tune"), likelihood, "{sensitivity}");
        assert_eq!(drawn.impact("ML07@tune"), impact, "{sensitivity}");
        assert_eq!(drawn.modes("ML07@tune").len(), modes, "{sensitivity}");
    }
}

#[test]
fn every_learner_that_starts_from_nothing_trains_from_scratch() {
    for kind in ["train.job", "train.online", "fl.aggregator"] {
        assert_eq!(
            draw(&format!("{kind} it in prod")).says("ML07@it"),
            "ML07.N1",
            "{kind}"
        );
    }
}
