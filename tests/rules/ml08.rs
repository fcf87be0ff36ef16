//! ML08: model skewing.

use crate::draw::draw;

/// A user's feedback that a job learns from, and whose weights go back into service.
fn feedback(user: &str, votes: &str, job: &str) -> String {
    format!(
        "actor.end_user user in net {user}; mon.feedback votes in prod {votes}; data.training_set set in prod writers=team
         train.job job in prod {job}; serve.api api in prod; client.decision act in prod decision_impact=high
         user -> votes feedback; votes -> set feedback; set -> job train; job -> api weights
         user -> api infer_in; api -> user infer_out; api -> act infer_out"
    )
}

#[test]
fn feedback_that_is_learned_from_skews_the_model() {
    let drawn = draw(&feedback("", "", ""));
    assert_eq!(drawn.says("ML08@votes"), "applies");
    assert_eq!(drawn.modes("ML08@votes"), ["through feedback"]);
    for id in ["ML08@set", "ML08@job", "ML08@api"] {
        assert_eq!(drawn.says(id), "affected", "{id}");
    }
    assert_eq!(drawn.impact("ML08@votes"), 4);
}

#[test]
fn logs_predictions_memory_and_review_close_loops_too() {
    for (kind, inward, outward) in [
        ("mon.log_store", "telemetry", "telemetry"),
        ("client.prediction_store", "infer_out", "train"),
        ("review.queue", "infer_out", "feedback"),
    ] {
        let drawn = draw(&format!(
            "actor.end_user user in net; serve.api api in prod; {kind} kept in prod; train.job job in prod
             user -> api infer_in; api -> user infer_out; api -> kept {inward}; kept -> job {outward}; job -> api weights"
        ));
        let says = drawn.says("ML08@kept");
        // A prediction store is no place for a primary finding (facts.md 4.2), but it passes the skew on.
        assert!(
            says == "applies" || kind == "client.prediction_store",
            "{kind}: {says}"
        );
    }
}

#[test]
fn an_online_learner_in_outside_traffic_applies_itself() {
    let drawn =
        draw("actor.end_user user in net; train.online learner in prod; user -> learner feedback");
    assert_eq!(drawn.says("ML08@learner"), "applies");
    let served = draw(
        "actor.end_user user in net; serve.api api in prod; train.online learner in prod
         user -> api infer_in; api -> learner telemetry; learner -> api weights; api -> user infer_out",
    );
    assert_eq!(served.says("ML08@learner"), "applies");
    assert_eq!(served.modes("ML08@learner"), ["online"]);
    let logged = draw("actor.end_user user in net; serve.api api in prod; mon.log_store logs in prod; train.job job in prod
         user -> api infer_in; api -> logs telemetry; logs -> job telemetry; job -> api weights");
    assert_eq!(logged.modes("ML08@logs"), ["through logged use"]);
}

#[test]
fn every_reason_against_it_has_its_code() {
    assert_eq!(
        draw(&feedback("", "", "retrain=static")).says("ML08@votes"),
        "ML08.N5"
    );
    let independent =
        draw("data.training_set set in prod; train.job job in prod; set -> job train");
    assert_eq!(independent.says("ML08@set"), "ML08.N1");
    let dashboard = draw(
        "actor.end_user user in net; mon.feedback votes in prod feeds_training=no; mon.monitor watch in prod; user -> votes feedback; votes -> watch telemetry",
    );
    assert_eq!(dashboard.says("ML08@votes"), "ML08.N2");
    let before = draw(
        "data.public_web web in net; data.training_set set in prod; train.job job in prod; web -> set raw; set -> job train",
    );
    assert_eq!(before.says("ML08@set"), "ML08.N4");
    let inside = feedback("", "", "").replace("user in net", "user in corp");
    assert_eq!(draw(&inside).says("ML08@votes"), "ML08.N3");
}

#[test]
fn a_trusted_adjudicator_between_users_and_learning_ends_the_path() {
    let drawn = draw(
        "actor.end_user user in net; serve.api api in prod; actor.ml_engineer judge in corp; mon.feedback votes in prod; train.job job in prod
         user -> api infer_in; api -> user infer_out; api -> judge infer_out; judge -> votes feedback; votes -> job feedback; job -> api weights",
    );
    assert_eq!(drawn.says("ML08@votes"), "ML08.N3");
}

#[test]
fn weights_that_never_go_back_into_service_skew_nothing() {
    let research = feedback("", "", "").replace(
        "job -> api weights",
        "model.artifact paper in prod; job -> paper weights",
    );
    assert_ne!(draw(&research).says("ML08@votes"), "applies");
}

#[test]
fn the_likelihood_follows_gates_accounts_and_gain() {
    for (user, job, expected) in [
        ("", "", 3),
        ("", "retrain=continuous update_gate=none", 4),
        ("", "retrain=online update_gate=none", 4),
        ("", "retrain=continuous update_gate=automatic", 3),
        ("sybil_cost=low", "", 4),
        ("sybil_cost=high", "", 3),
        ("incentive=high", "", 4),
        (
            "incentive=high sybil_cost=low",
            "retrain=online update_gate=none",
            5,
        ),
    ] {
        let drawn = draw(&feedback(user, "", job));
        let steps = &drawn.finding("ML08@votes").likelihood.steps;
        assert_eq!(
            drawn.likelihood("ML08@votes"),
            expected,
            "{user} {job}: {steps:?}"
        );
    }
}

#[test]
fn adjudication_caps_and_verified_outcomes_lower_the_residual_risk() {
    for (votes, residual) in [
        ("adjudicated=yes", 2),
        ("contributor_cap=yes", 2),
        ("verified_outcomes=yes", 2),
        (
            "adjudicated=yes contributor_cap=yes verified_outcomes=yes",
            1,
        ),
        ("adjudicated=no", 3),
    ] {
        let drawn = draw(&feedback("", votes, ""));
        assert_eq!(
            (drawn.likelihood("ML08@votes"), drawn.residual("ML08@votes")),
            (3, residual),
            "{votes}"
        );
    }
}

#[test]
fn modes_name_the_way_of_the_signal() {
    let kept = |kind: &str, inward: &str, outward: &str| {
        let drawn = draw(&format!(
            "actor.end_user user in net; serve.api api in prod; {kind} kept in prod; train.job job in prod
             user -> api infer_in; api -> user infer_out; api -> kept {inward}; kept -> job {outward}; job -> api weights"
        ));
        drawn
            .modes("ML08@kept")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        kept("review.queue", "infer_out", "feedback"),
        ["through feedback"]
    );
    assert_eq!(
        kept("mon.log_store", "telemetry", "telemetry"),
        ["through logged use"]
    );
    let memory = draw(
        "actor.end_user user in net; llm.agent agent in prod; llm.memory notes in prod; train.finetune tune in prod
         user -> agent infer_in; agent -> notes context; notes -> agent context; notes -> tune train; tune -> agent weights; agent -> user infer_out",
    );
    assert_eq!(memory.modes("ML08@notes"), ["through logged use"]);
    let preference = draw(
        "actor.end_user user in net; train.preference reward in prod; user -> reward feedback",
    );
    assert_eq!(preference.modes("ML08@reward"), ["through feedback"]);
}

#[test]
fn every_learner_and_dataset_behind_the_signal_is_affected() {
    let drawn = draw(&format!(
        "{}; prep.validate gate in prod; train.finetune tune in prod; fl.aggregator hub in prod; mon.monitor watch in prod
         votes -> gate feedback; gate -> tune train; votes -> hub feedback; votes -> watch telemetry",
        feedback("", "", "")
    ));
    for id in ["set", "job", "api", "gate", "tune", "hub"] {
        assert_eq!(drawn.says(&format!("ML08@{id}")), "affected", "{id}");
    }
    for id in ["watch", "act", "user"] {
        assert!(
            drawn.says(&format!("ML08@{id}")).starts_with("ML08.N"),
            "{id}"
        );
    }
}

#[test]
fn what_opens_and_closes_the_gate_counts_by_one() {
    for (user, votes, job, expected) in [
        ("incentive=high", "adjudicated=yes", "", (4, 3)),
        ("incentive=high", "contributor_cap=yes", "", (4, 3)),
        ("incentive=high", "verified_outcomes=yes", "", (4, 3)),
        (
            "incentive=high",
            "verified_outcomes=no contributor_cap=no adjudicated=no",
            "",
            (4, 4),
        ),
        (
            "incentive=moderate sybil_cost=medium",
            "",
            "retrain=scheduled update_gate=none",
            (3, 3),
        ),
        ("", "", "retrain=online update_gate=full_release", (3, 3)),
    ] {
        let drawn = draw(&feedback(user, votes, job));
        let rated = (drawn.likelihood("ML08@votes"), drawn.residual("ML08@votes"));
        assert_eq!(rated, expected, "{user} {votes} {job}");
    }
}

#[test]
fn one_learner_that_learns_again_is_enough() {
    let two = feedback("", "", "retrain=static").replace(
        "votes -> set feedback",
        "votes -> set feedback; train.finetune tune in prod; set -> tune train; tune -> api weights",
    );
    assert_eq!(draw(&two).says("ML08@votes"), "applies");
}

#[test]
fn signals_that_only_our_own_people_give_are_told_apart_wherever_they_are_kept() {
    for (kind, inward, outward) in [
        ("review.queue", "infer_out", "feedback"),
        ("mon.log_store", "telemetry", "telemetry"),
        ("llm.memory", "context", "train"),
        ("client.prediction_store", "infer_out", "train"),
    ] {
        let drawn = draw(&format!(
            "actor.ml_engineer clerk in corp; serve.api api in prod exposure=internal; {kind} kept in prod writers=team; train.job job in prod
             clerk -> api infer_in; api -> clerk infer_out; api -> kept {inward}; kept -> job {outward}; job -> api weights"
        ));
        assert_eq!(drawn.says("ML08@kept"), "ML08.N3", "{kind}");
    }
}

/// A keyboard learns from what is typed on it, though no flow says so: what comes in are updates.
#[test]
fn what_devices_learn_from_their_users_is_not_said_to_be_drawn_nowhere() {
    let drawn = draw(
        "data.user_generated typed in net; fl.client phone in net; fl.aggregator mix in prod; serve.edge keys in net
         typed -> phone train; phone -> mix update; mix -> keys weights",
    );
    for id in ["ML08@typed", "ML08@phone", "ML08@keys"] {
        assert_eq!(drawn.says(id), "ML08.N10", "{id}");
    }
}
