//! ML02: data poisoning.

use crate::draw::{draw, modes};

/// A source outside, through an ingest job into a training set, to a model that serves a decision.
fn supplied(source: &str, ingest: &str, set: &str, job: &str) -> String {
    format!(
        "{source}; prep.ingest ingest in prod {ingest}; data.training_set set in prod {set}; train.job job in prod {job}
         serve.api api in prod; client.decision act in prod decision_impact=high autonomy=advisory
         source -> ingest raw; ingest -> set train; set -> job train; job -> api weights; api -> act infer_out"
    )
}

const PARTNER: &str = "data.third_party source in partner";

#[test]
fn outside_data_of_every_sort_can_be_poisoned() {
    for source in [
        "data.public_web source in net",
        "data.third_party source in partner",
        "data.user_generated source in net",
        "actor.vendor source in partner",
        "actor.anonymous source in net",
        "data.user_generated source in prod",
        "data.sensor_stream source in prod physical_access=yes",
    ] {
        let drawn = draw(&supplied(source, "", "", ""));
        assert_eq!(drawn.says("ML02@ingest"), "applies", "{source}");
        assert_eq!(drawn.says("ML02@set"), "applies", "{source}");
        assert_eq!(drawn.says("ML02@job"), "affected", "{source}");
        assert_eq!(drawn.says("ML02@api"), "affected", "{source}");
        assert!(drawn.modes("ML02@set").contains(&"poisoned supply"));
    }
}

#[test]
fn a_crowd_of_annotators_can_poison_through_labels() {
    let drawn = draw(
        "actor.annotator crowd in net; prep.label desk in prod; data.training_set set in prod; train.job job in prod
         crowd -> desk label; desk -> set label; set -> job train",
    );
    assert_eq!(drawn.says("ML02@desk"), "applies");
    assert!(drawn.modes("ML02@desk").contains(&"hostile labels"));
}

#[test]
fn a_learner_that_outside_data_reaches_directly_is_the_gate_itself() {
    let drawn = draw("data.public_web source in net; train.job job in prod; source -> job train");
    assert_eq!(drawn.says("ML02@job"), "applies");
}

#[test]
fn an_insider_who_can_write_a_training_store_counts_when_insiders_are_in_scope() {
    let inside = "data.internal_store store in prod writers=organisation; train.job job in prod; store -> job train";
    assert_eq!(draw(inside).says("ML02@store"), "ML02.N2");
    let insider = draw(&format!("{inside}; insider"));
    assert_eq!(insider.says("ML02@store"), "applies");
    assert!(insider.modes("ML02@store").contains(&"insider"));
    let team = inside.replace("organisation", "team");
    assert_eq!(
        draw(&format!("{team}; insider")).says("ML02@store"),
        "ML02.N6"
    );
}

#[test]
fn what_outsiders_write_into_a_retrieval_index_is_the_retrieval_variant() {
    for index in [
        "actor.end_user writer in net; llm.vector_store index in prod writers=team; writer -> index raw",
        "data.public_web writer in net; llm.embedding_model vectors in prod; llm.vector_store index in prod writers=team
         writer -> vectors raw; vectors -> index raw",
        "llm.vector_store index in prod writers=external",
    ] {
        let drawn = draw(index);
        assert_eq!(drawn.says("ML02@index"), "applies", "{index}");
        assert!(drawn.modes("ML02@index").contains(&"retrieval variant"));
    }
    assert_eq!(
        draw("llm.vector_store index in prod writers=team").says("ML02@index"),
        "ML02.N2"
    );
}

#[test]
fn nothing_is_poisoned_where_nothing_is_trained_or_indexed() {
    let drawn = draw(
        "data.public_web source in net; data.internal_store store in prod writers=public; source -> store raw",
    );
    assert_eq!(drawn.says("ML02@store"), "ML02.N1");
}

#[test]
fn a_training_set_that_only_the_team_writes_is_safe() {
    let drawn =
        draw("data.training_set set in prod writers=team; train.job job in prod; set -> job train");
    assert_eq!(drawn.says("ML02@set"), "ML02.N2");
}

#[test]
fn run_time_input_that_never_reaches_learning_is_no_poison() {
    let drawn = draw(
        "actor.end_user user in net; serve.api api in prod; user -> api infer_in; api -> user infer_out",
    );
    assert_eq!(drawn.says("ML02@api"), "ML02.N3");
}

#[test]
fn what_comes_only_through_the_products_feedback_is_ml08_with_ml02_affected() {
    let drawn = draw(
        "actor.end_user user in net; mon.feedback votes in prod; data.training_set set in prod writers=team
         train.job job in prod retrain=scheduled; serve.api api in prod
         user -> votes feedback; votes -> set feedback; set -> job train; job -> api weights
         user -> api infer_in; api -> user infer_out",
    );
    assert_eq!(drawn.says("ML08@votes"), "applies");
    assert_eq!(drawn.says("ML02@votes"), "ML02.N4");
    assert_eq!(drawn.says("ML02@set"), "affected");
}

#[test]
fn preparation_behind_the_gate_is_a_place_of_its_own() {
    let drawn = draw(
        "data.public_web web in net; prep.ingest ingest in prod; prep.validate gate in prod; prep.feature_store features in prod
         data.training_set set in prod; train.job job in prod
         web -> ingest raw; ingest -> gate raw; gate -> features raw; features -> set train; set -> job train",
    );
    for id in ["ingest", "gate", "features", "set"] {
        assert_eq!(drawn.says(&format!("ML02@{id}")), "applies", "{id}");
    }
    assert_eq!(drawn.says("ML02@job"), "affected");
}

#[test]
fn what_the_product_feeds_back_affects_preparation_data_and_learner() {
    let drawn = draw(
        "actor.end_user user in net; mon.feedback votes in prod; prep.ingest ingest in prod; data.training_set set in prod writers=team
         train.job job in prod; serve.api api in prod; client.decision act in prod
         user -> votes feedback; votes -> ingest feedback; ingest -> set train; set -> job train; job -> api weights
         user -> api infer_in; api -> user infer_out; api -> act infer_out",
    );
    assert_eq!(drawn.says("ML08@votes"), "applies");
    for id in ["ingest", "set", "job"] {
        assert_eq!(drawn.says(&format!("ML02@{id}")), "affected", "{id}");
    }
}

#[test]
fn the_finding_is_not_at_the_outside_source_itself() {
    let drawn = draw(&supplied("data.public_web source in net", "", "", ""));
    assert_eq!(drawn.says("ML02@source"), "ML02.N5");
}

#[test]
fn the_likelihood_follows_who_writes_and_what_is_checked() {
    for (source, set, job, expected) in [
        (PARTNER, "", "", 3),
        ("data.public_web source in net", "", "", 4),
        ("actor.anonymous source in net", "", "", 4),
        (PARTNER, "writers=crowd", "", 4),
        (PARTNER, "writers=team|public", "", 4),
        (
            "data.third_party source in partner provenance=untrusted",
            "",
            "",
            4,
        ),
        (PARTNER, "provenance=unrecorded", "", 4),
        (PARTNER, "provenance=recorded", "", 3),
        (
            "data.third_party source in partner provider_mutable=yes digest_pinned=no",
            "",
            "",
            4,
        ),
        (
            "data.third_party source in partner provider_mutable=yes digest_pinned=yes",
            "",
            "",
            3,
        ),
        (PARTNER, "", "retrain=continuous update_gate=none", 4),
        (PARTNER, "", "retrain=online update_gate=none", 4),
        (PARTNER, "", "retrain=continuous update_gate=automatic", 3),
        (PARTNER, "", "retrain=scheduled update_gate=none", 3),
    ] {
        let drawn = draw(&supplied(source, "", set, job));
        let steps = &drawn.finding("ML02@set").likelihood.steps;
        assert_eq!(
            drawn.likelihood("ML02@set"),
            expected,
            "{source} {set} {job}: {steps:?}"
        );
    }
}

#[test]
fn screening_caps_gold_labels_and_pinned_snapshots_lower_the_residual_risk() {
    for (ingest, set) in [
        ("", "digest_pinned=yes snapshots_reviewed=yes"),
        ("contributor_cap=yes", ""),
        ("screening=blocking", ""),
    ] {
        let drawn = draw(&supplied(PARTNER, ingest, set, ""));
        assert_eq!(
            (drawn.likelihood("ML02@set"), drawn.residual("ML02@set")),
            (3, 2),
            "{ingest} {set}"
        );
    }
    for (ingest, set) in [
        ("screening=advisory", ""),
        ("contributor_cap=no", ""),
        ("", "digest_pinned=yes snapshots_reviewed=no"),
    ] {
        assert_eq!(
            draw(&supplied(PARTNER, ingest, set, "")).residual("ML02@set"),
            3,
            "{ingest} {set}"
        );
    }
    let labels = |facts: &str| {
        draw(&format!(
            "actor.annotator team in partner; prep.label desk in prod {facts}; train.job job in prod
             team -> desk label; desk -> job label"
        ))
    };
    assert_eq!(labels("double_label=yes").residual("ML02@desk"), 2);
    assert_eq!(labels("double_label=no").residual("ML02@desk"), 3);
}

#[test]
fn the_impact_is_that_of_the_decisions_and_a_hidden_trigger_adds_one() {
    let drawn = draw(&supplied(PARTNER, "", "", ""));
    assert_eq!(drawn.impact("ML02@set"), 4);
    let guard = supplied(PARTNER, "", "", "").replace(
        "decision_impact=high",
        "decision_impact=moderate security_decision=yes",
    );
    assert_eq!(draw(&guard).impact("ML02@set"), 4);
}

#[test]
fn data_of_a_supplier_kept_here_is_safer_when_it_is_signed_at_its_source() {
    let kept = |facts: &str| {
        draw(&format!(
            "data.third_party feed in prod {facts}; train.job job in prod; feed -> job train"
        ))
        .residual("ML02@feed")
    };
    assert_eq!(kept("signed=yes"), 2);
    assert_eq!(kept("signed=no"), 3);
}

#[test]
fn modes_name_where_the_poison_comes_from_and_nothing_else() {
    let supply = supplied(PARTNER, "", "", "");
    assert_eq!(modes(&supply, "ML02@set"), ["poisoned supply"]);
    for store in ["llm.vector_store", "llm.memory"] {
        let index = format!("{store} index in prod writers=external");
        assert_eq!(
            modes(&index, "ML02@index"),
            ["retrieval variant"],
            "{store}"
        );
    }
    let people = "actor.annotator crowd in net; train.job job in prod; crowd -> job label";
    let desk = "prep.label desk in partner; data.training_set set in prod; train.job job in prod; desk -> set label; set -> job train";
    for (text, id) in [(people, "ML02@job"), (desk, "ML02@set")] {
        assert_eq!(
            modes(text, id),
            ["poisoned supply", "hostile labels"],
            "{text}"
        );
    }
}

#[test]
fn everything_that_learns_from_what_was_poisoned_is_affected() {
    let drawn = draw(&format!(
        "{}; prep.validate gate in prod; prep.feature_store features in prod; fl.aggregator hub in prod; eval.job exam in prod
         mon.feedback votes in prod; mon.log_store logs in prod; review.queue desk in prod; mon.monitor watch in prod; infra.notebook lab in corp
         set -> hub train; set -> exam eval; set -> votes raw; set -> logs raw; set -> desk raw; set -> watch raw; set -> lab raw",
        supplied(PARTNER, "", "", "")
    ));
    for id in ["job", "hub", "exam", "votes", "logs", "desk", "api"] {
        assert_eq!(drawn.says(&format!("ML02@{id}")), "affected", "{id}");
    }
    for id in ["watch", "lab", "gate", "features"] {
        assert!(
            drawn.says(&format!("ML02@{id}")).starts_with("ML02.N"),
            "{id}"
        );
    }
}

#[test]
fn what_only_passes_weights_or_code_to_a_learner_gets_no_data_through_it() {
    let drawn = draw(&format!(
        "{}; model.artifact weights in prod; supply.dependency lib in prod; infra.notebook lab in corp; actor.ml_engineer staff in corp
         job -> weights weights; lib -> job code; lab -> job code; staff -> job control",
        supplied(PARTNER, "", "", "")
    ));
    for id in ["weights", "lib", "lab", "staff"] {
        assert_eq!(drawn.says(&format!("ML02@{id}")), "ML02.N1", "{id}");
    }
    let copied = draw(
        "data.public_web source in net; train.job job in prod; supply.container_registry images in prod; infra.gpu_cluster gpus in prod
         source -> job train; job -> images weights; job -> gpus weights",
    );
    for id in ["images", "gpus"] {
        assert_eq!(copied.says(&format!("ML02@{id}")), "ML02.N1", "{id}");
    }
}

#[test]
fn a_review_without_a_digest_is_no_pinned_snapshot() {
    for (set, residual) in [
        ("digest_pinned=yes snapshots_reviewed=yes", 2),
        ("digest_pinned=no snapshots_reviewed=yes", 3),
        ("digest_pinned=yes snapshots_reviewed=no", 3),
    ] {
        assert_eq!(
            draw(&supplied(PARTNER, "", set, "")).residual("ML02@set"),
            residual,
            "{set}"
        );
    }
}
