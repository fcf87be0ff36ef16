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
    // Nobody is asked for the gap of what learns all the time, so nobody has said that it is small.
    let online = oracle(SENSITIVE, "", scores).replace("train.job", "train.online");
    let online = draw(&online);
    assert_eq!(
        (online.likelihood("ML04@api"), online.residual("ML04@api")),
        (3, 3)
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

#[test]
fn each_step_of_the_likelihood_counts_as_much_as_it_says() {
    for (set, job, api, expected) in [
        ("", "", "output_detail=logits", (3, 3)),
        ("", "", "output_detail=gradients", (3, 3)),
        ("", "", "output_detail=explanations", (2, 2)),
        ("corpus_size=small", "", "output_detail=label_only", (2, 2)),
        (
            "corpus_size=very_large",
            "generalisation_gap=high",
            "output_detail=logits",
            (3, 3),
        ),
        (
            "corpus_size=small",
            "privacy_method=dp",
            "output_detail=logits",
            (4, 2),
        ),
        (
            "corpus_size=small",
            "privacy_method=other",
            "output_detail=logits",
            (4, 4),
        ),
        (
            "corpus_size=small",
            "generalisation_gap=low",
            "output_detail=logits",
            (4, 3),
        ),
        // Two facts that amount to the same control count once, by the stronger.
        (
            "corpus_size=small",
            "privacy_method=dp generalisation_gap=low",
            "output_detail=logits",
            (4, 2),
        ),
    ] {
        let drawn = draw(&oracle(&format!("{SENSITIVE} {set}"), job, api));
        let rated = (drawn.likelihood("ML04@api"), drawn.residual("ML04@api"));
        assert_eq!(rated, expected, "{set} {job} {api}");
    }
    let device = draw(
        "data.training_set set in prod membership_sensitive=yes; train.job job in prod; serve.edge box in net output_detail=label_only
         set -> job train; job -> box weights",
    );
    assert_eq!(
        device.likelihood("ML04@box"),
        3,
        "nobody asks it, so labels hide nothing"
    );
}

#[test]
fn records_are_affected_by_what_exposes_them_and_by_nothing_else() {
    let drawn = draw(&format!(
        "{}; prep.feature_store features in prod membership_sensitive=yes; features -> job train; data.public_web pages in net; pages -> job train; mon.feedback votes in prod; votes -> job feedback
         data.internal_store ledger in prod membership_sensitive=yes",
        oracle(SENSITIVE, "", "")
    ));
    for id in ["set", "features"] {
        assert_eq!(drawn.says(&format!("ML04@{id}")), "affected", "{id}");
    }
    // Records of which nobody minds being known are not hurt.
    for id in ["votes", "ledger", "pages"] {
        assert_eq!(drawn.says(&format!("ML04@{id}")), "ML04.N4", "{id}");
    }
    let phones = draw(
        "fl.client phone in corp membership_sensitive=yes physical_access=no weights_access=server_only; fl.aggregator hub in prod secure_aggregation=yes; serve.api api in prod; actor.end_user user in net
         phone -> hub update; hub -> api weights; user -> api infer_in; api -> user infer_out",
    );
    assert_eq!(phones.says("ML04@api"), "applies");
    assert_eq!(phones.says("ML04@phone"), "affected");
}

#[test]
fn a_model_at_rest_or_explained_is_a_model_too() {
    for text in [
        "model.artifact it in prod",
        "data.training_set set in prod membership_sensitive=yes; serve.explain it in prod exposure=internal; set -> it context",
    ] {
        assert_ne!(draw(text).says("ML04@it"), "ML04.N4", "{text}");
    }
}
