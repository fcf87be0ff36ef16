//! ML04: membership inference.

use crate::draw::draw;

fn oracle(set: &str, job: &str, api: &str) -> String {
    format!(
        "data.training_set set in prod {set}; train.job job in prod {job}; serve.api api in prod {api}
         actor.end_user user in net; set -> job train; job -> api weights; user -> api infer_in; api -> user infer_out"
    )
}

const SENSITIVE: &str = "membership_sensitive=yes";

#[test]
fn a_model_that_outsiders_question_tells_who_was_in_sensitive_data() {
    let drawn = draw(&oracle(SENSITIVE, "", ""));
    assert_eq!(drawn.says("ML04@api"), "applies");
    assert_eq!(drawn.says("ML04@set"), "affected");
    assert_eq!(drawn.modes("ML04@api"), ["from answers"]);
}

#[test]
fn weights_in_reach_tell_it_too() {
    let drawn = draw(
        "data.training_set set in prod membership_sensitive=yes; train.job job in prod; serve.edge box in net
         set -> job train; job -> box weights",
    );
    assert_eq!(drawn.says("ML04@box"), "applies");
    assert_eq!(drawn.modes("ML04@box"), ["from weights"]);
    assert_eq!(drawn.likelihood("ML04@box"), 3);
}

#[test]
fn whether_membership_hurts_is_asked_where_nobody_has_said() {
    let drawn = draw(&oracle("", "", ""));
    assert_eq!(drawn.says("ML04@api"), "needs an answer");
    assert!(drawn.asks("set", "membership_sensitive"));
}

#[test]
fn every_reason_against_it_has_its_code() {
    assert_eq!(
        draw(&oracle("membership_sensitive=no", "", "")).says("ML04@api"),
        "ML04.N1"
    );
    let vendor = draw(
        "serve.vendor_api api in partner; actor.end_user user in net; user -> api infer_in; api -> user infer_out",
    );
    assert_eq!(vendor.says("ML04@api"), "ML04.N2");
    let inside = draw(
        "data.training_set set in prod membership_sensitive=yes; train.job job in prod; serve.api api in prod exposure=internal
         client.decision act in prod; set -> job train; job -> api weights; act -> api infer_in; api -> act infer_out",
    );
    assert_eq!(inside.says("ML04@api"), "ML04.N3");
    assert_eq!(inside.says("ML04@act"), "ML04.N4");
    assert_eq!(
        draw(&oracle(SENSITIVE, "", "model_family=heuristic")).says("ML04@api"),
        "ML04.N4"
    );
}

#[test]
fn the_likelihood_follows_confidence_overfitting_and_corpus() {
    for (set, job, api, expected) in [
        ("", "", "", 2),
        ("", "", "output_detail=full_confidence", 3),
        ("", "", "output_detail=top_k", 2),
        ("", "", "output_detail=label_only", 1),
        ("corpus_size=small", "", "", 3),
        ("", "generalisation_gap=high", "", 3),
        ("corpus_size=small", "generalisation_gap=high", "", 3),
        ("corpus_size=very_large", "", "", 1),
    ] {
        let drawn = draw(&oracle(&format!("{SENSITIVE} {set}"), job, api));
        let steps = &drawn.finding("ML04@api").likelihood.steps;
        assert_eq!(
            drawn.likelihood("ML04@api"),
            expected,
            "{set} {job} {api}: {steps:?}"
        );
    }
}

#[test]
fn differential_privacy_takes_two_off_and_a_low_gap_one() {
    let scores = "output_detail=full_confidence";
    let drawn = draw(&oracle(SENSITIVE, "privacy_method=dp", scores));
    assert_eq!(
        (drawn.likelihood("ML04@api"), drawn.residual("ML04@api")),
        (3, 1)
    );
    let gap = draw(&oracle(SENSITIVE, "generalisation_gap=low", scores));
    assert_eq!(
        (gap.likelihood("ML04@api"), gap.residual("ML04@api")),
        (3, 2)
    );
}

#[test]
fn the_impact_is_three_unless_the_data_or_the_law_says_more() {
    for (set, expected) in [
        ("membership_sensitive=yes", 3),
        ("membership_sensitive=yes sensitivity=personal", 3),
        ("membership_sensitive=yes sensitivity=special_category", 4),
        ("membership_sensitive=dangerous sensitivity=personal", 5),
    ] {
        assert_eq!(
            draw(&oracle(set, "", "")).impact("ML04@api"),
            expected,
            "{set}"
        );
    }
}
