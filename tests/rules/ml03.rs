//! ML03: model inversion.

use crate::draw::{draw, modes};

/// A model trained on data of a sensitivity, asked by an outside user who sees the answers.
fn oracle(sensitivity: &str, job: &str, api: &str, user: &str) -> String {
    format!(
        "data.training_set set in prod {sensitivity}; train.job job in prod {job}; serve.api api in prod {api}
         actor.end_user user in net {user}
         set -> job train; job -> api weights; user -> api infer_in; api -> user infer_out"
    )
}

const PERSONAL: &str = "sensitivity=personal";

#[test]
fn confidential_data_behind_a_model_that_outsiders_question_can_be_drawn_out() {
    for (sensitivity, impact) in [
        ("confidential", 3),
        ("personal", 4),
        ("special_category", 5),
    ] {
        let drawn = draw(&oracle(&format!("sensitivity={sensitivity}"), "", "", ""));
        assert_eq!(drawn.says("ML03@api"), "applies", "{sensitivity}");
        assert_eq!(drawn.says("ML03@set"), "affected", "{sensitivity}");
        assert_eq!(drawn.impact("ML03@api"), impact);
        assert!(drawn.modes("ML03@api").contains(&"from answers"));
    }
}

#[test]
fn public_and_harmless_data_hold_nothing_to_draw_out() {
    for sensitivity in ["public", "internal"] {
        assert_eq!(
            draw(&oracle(&format!("sensitivity={sensitivity}"), "", "", "")).says("ML03@api"),
            "ML03.N1"
        );
    }
}

#[test]
fn the_most_sensitive_of_several_datasets_counts() {
    let drawn = draw(&format!(
        "{}; data.internal_store more in prod sensitivity=special_category; more -> job train",
        oracle("sensitivity=public", "", "", "")
    ));
    assert_eq!(drawn.says("ML03@api"), "applies");
    assert_eq!(drawn.impact("ML03@api"), 5);
}

#[test]
fn weights_within_an_outsiders_reach_give_data_back_without_a_question() {
    let device = |edge: &str| {
        draw(&format!(
            "data.training_set set in prod sensitivity=personal; train.job job in prod; {edge}
             set -> job train; job -> box weights"
        ))
    };
    let outside = device("serve.edge box in net");
    assert_eq!(outside.says("ML03@box"), "applies");
    assert!(outside.modes("ML03@box").contains(&"from weights"));
    assert_eq!(
        device("serve.edge box in prod physical_access=yes").says("ML03@box"),
        "applies"
    );
    assert_eq!(
        device("serve.edge box in prod physical_access=no").says("ML03@box"),
        "ML03.N2"
    );
    assert_eq!(
        device("serve.edge box in prod").says("ML03@box"),
        "needs an answer"
    );
}

#[test]
fn an_exposed_store_of_the_same_weights_counts_as_within_reach() {
    let drawn = draw(
        "data.training_set set in prod sensitivity=personal; train.job job in prod; model.registry registry in prod exposure=authenticated_public
         serve.batch batch in prod; client.prediction_store out in prod
         set -> job train; job -> registry weights; registry -> batch weights; batch -> out infer_out",
    );
    assert_eq!(drawn.says("ML03@batch"), "applies");
}

#[test]
fn vectors_and_records_that_outsiders_read_give_their_text_back() {
    let index = |facts: &str| {
        draw(&format!(
            "llm.vector_store index in prod sensitivity=personal writers=team {facts}"
        ))
    };
    let read = index("readers=external");
    assert_eq!(read.says("ML03@index"), "applies");
    assert!(
        read.modes("ML03@index")
            .contains(&"from vectors or records")
    );
    assert_eq!(index("readers=team").says("ML03@index"), "ML03.N2");
    assert_eq!(index("").says("ML03@index"), "needs an answer");
    let drawn = draw(
        "llm.vector_store index in prod sensitivity=personal writers=team readers=team; actor.end_user user in net
         index -> user context",
    );
    assert_eq!(drawn.says("ML03@index"), "applies");
}

#[test]
fn an_aggregator_that_sees_single_updates_sees_the_data_behind_them() {
    let learning = |aggregator: &str| {
        draw(&format!(
            "fl.client phone in net sensitivity=personal; fl.aggregator hub in prod {aggregator}
             phone -> hub update; hub -> phone weights"
        ))
    };
    let seen = learning("secure_aggregation=no");
    assert_eq!(seen.says("ML03@hub"), "applies");
    assert!(seen.modes("ML03@hub").contains(&"from updates"));
    assert_ne!(
        learning("secure_aggregation=yes").says("ML03@hub"),
        "applies"
    );
    assert_eq!(learning("").says("ML03@hub"), "needs an answer");
}

#[test]
fn nothing_is_drawn_out_where_nobody_outside_sees_anything() {
    let drawn = draw(
        "data.training_set set in prod sensitivity=personal; train.job job in prod; serve.api api in prod exposure=internal
         client.decision act in prod
         set -> job train; job -> api weights; act -> api infer_in; api -> act infer_out",
    );
    assert_eq!(drawn.says("ML03@api"), "ML03.N2");
}

#[test]
fn who_asks_but_never_sees_an_answer_learns_nothing() {
    let drawn = draw(
        "data.training_set set in prod sensitivity=personal; train.job job in prod; serve.api api in prod exposure=internal
         actor.end_user user in net; client.decision act in prod
         set -> job train; job -> api weights; user -> api infer_in; api -> act infer_out",
    );
    assert_eq!(drawn.says("ML03@api"), "ML03.N2");
}

#[test]
fn what_neither_runs_nor_holds_a_model_has_nothing_to_give() {
    let drawn = draw(&oracle(PERSONAL, "", "", ""));
    assert_eq!(drawn.says("ML03@user"), "ML03.N3");
    assert_eq!(
        draw(&oracle(PERSONAL, "", "model_family=heuristic", "")).says("ML03@api"),
        "ML03.N3"
    );
}

#[test]
fn a_suppliers_model_untouched_by_our_data_is_the_suppliers_matter() {
    let vendor = "serve.vendor_api api in partner; actor.end_user user in net; user -> api infer_in; api -> user infer_out";
    assert_eq!(draw(vendor).says("ML03@api"), "ML03.N4");
    let tuned = draw(&format!(
        "{vendor}; data.training_set set in prod sensitivity=personal; train.finetune tune in partner
         set -> tune train; tune -> api weights"
    ));
    assert_eq!(tuned.says("ML03@api"), "applies");
}

#[test]
fn copying_a_detector_of_harmless_data_is_theft_and_evasion_and_no_inversion() {
    let drawn = draw(&format!(
        "{}; client.decision act in prod; api -> act infer_out",
        oracle("sensitivity=internal", "", "ip_value=high", "")
    ));
    assert_eq!(drawn.says("ML03@api"), "ML03.N1");
    let detector = draw(&format!(
        "{}; client.decision act in prod security_decision=yes; api -> act infer_out",
        oracle("sensitivity=internal", "", "ip_value=high", "")
    ));
    assert_eq!(detector.says("ML03@api"), "ML03.N5");
    for drawn in [drawn, detector] {
        assert_eq!(drawn.says("ML05@api"), "applies");
        assert_eq!(drawn.says("ML01@api"), "applies");
    }
}

#[test]
fn the_likelihood_follows_what_answers_tell() {
    for (job, api, user, expected) in [
        ("", "", "", 2),
        ("", "output_detail=full_confidence", "", 3),
        ("", "output_detail=logits", "", 3),
        ("", "output_detail=embeddings", "", 3),
        ("", "output_detail=explanations", "", 3),
        ("", "output_detail=gradients", "", 3),
        ("", "output_detail=rounded_score", "", 2),
        ("", "output_detail=label_only", "", 1),
        ("", "query_limit=none", "", 3),
        ("", "query_limit=coarse", "", 2),
        ("class_per_person=yes", "", "", 3),
        ("", "exposure=partner", "population=small", 1),
        ("", "exposure=anonymous_public", "population=small", 2),
        (
            "class_per_person=yes",
            "output_detail=logits query_limit=none",
            "",
            5,
        ),
    ] {
        let drawn = draw(&oracle(PERSONAL, job, api, user));
        let steps = &drawn.finding("ML03@api").likelihood.steps;
        assert_eq!(
            drawn.likelihood("ML03@api"),
            expected,
            "{job} {api} {user}: {steps:?}"
        );
    }
}

#[test]
fn weights_in_reach_and_text_tuned_into_a_generator_raise_it() {
    let device = draw(
        "data.training_set set in prod sensitivity=personal; train.job job in prod; serve.edge box in net
         set -> job train; job -> box weights",
    );
    assert_eq!(device.likelihood("ML03@box"), 3);
    let tuned = oracle(PERSONAL, "", "model_family=generative_llm", "")
        .replace("train.job", "train.finetune");
    assert_eq!(draw(&tuned).likelihood("ML03@api"), 3);
}

#[test]
fn differential_privacy_lowers_the_residual_risk_by_one() {
    let drawn = draw(&oracle(
        PERSONAL,
        "privacy_method=dp",
        "query_limit=none",
        "",
    ));
    assert_eq!(
        (drawn.likelihood("ML03@api"), drawn.residual("ML03@api")),
        (3, 2)
    );
}

#[test]
fn modes_name_the_way_out_and_no_other() {
    assert_eq!(
        modes(&oracle(PERSONAL, "", "", ""), "ML03@api"),
        ["from answers"]
    );
    let device = "data.training_set set in prod sensitivity=personal; train.job job in prod; serve.edge box in net; set -> job train; job -> box weights";
    assert_eq!(modes(device, "ML03@box"), ["from weights"]);
    let index = "llm.vector_store index in prod sensitivity=personal writers=team readers=external";
    assert_eq!(modes(index, "ML03@index"), ["from vectors or records"]);
    let hub = "fl.client phone in net sensitivity=personal; fl.aggregator hub in prod secure_aggregation=no; phone -> hub update";
    assert_eq!(modes(hub, "ML03@hub"), ["from updates"]);
}

#[test]
fn records_of_every_sort_are_affected_by_what_exposes_them() {
    let drawn = draw(&format!(
        "{}; prep.feature_store features in prod sensitivity=personal readers=team; features -> job train; fl.client phone in net sensitivity=personal
         phone -> hub update; fl.aggregator hub in prod secure_aggregation=yes; hub -> api weights; llm.vector_store index in prod sensitivity=personal readers=team writers=team
         index -> api context; mon.feedback votes in prod; votes -> job feedback; data.public_web pages in net; pages -> job train
         data.third_party norms in partner sensitivity=internal; norms -> job train",
        oracle(PERSONAL, "", "", "")
    ));
    assert_eq!(drawn.says("ML03@api"), "applies");
    for id in ["set", "features", "index"] {
        assert_eq!(drawn.says(&format!("ML03@{id}")), "affected", "{id}");
    }
    // Data that everyone may know is not hurt by what exposes the model.
    for id in ["votes", "pages", "norms"] {
        assert_eq!(drawn.says(&format!("ML03@{id}")), "ML03.N3", "{id}");
    }
    let learned_on_phones = draw(
        "fl.client phone in corp sensitivity=personal physical_access=no weights_access=server_only; fl.aggregator hub in prod secure_aggregation=yes; serve.api api in prod; actor.end_user user in net
         phone -> hub update; hub -> api weights; user -> api infer_in; api -> user infer_out",
    );
    assert_eq!(learned_on_phones.says("ML03@phone"), "affected");
}

#[test]
fn what_holds_vectors_or_weights_out_of_reach_is_told_apart_from_what_holds_none() {
    for (text, id) in [
        (
            "prep.feature_store it in prod sensitivity=personal readers=team",
            "ML03@it",
        ),
        (
            "mon.log_store it in prod sensitivity=personal readers=team",
            "ML03@it",
        ),
        (
            "llm.memory it in prod sensitivity=personal readers=team",
            "ML03@it",
        ),
        ("serve.explain it in prod exposure=internal", "ML03@it"),
        ("model.artifact it in prod", "ML03@it"),
    ] {
        assert_eq!(draw(text).says(id), "ML03.N2", "{text}");
    }
    // A model of ours that nothing is known to have taught is not the supplier's matter.
    assert_eq!(
        draw("serve.api api in prod exposure=internal sensitivity=personal").says("ML03@api"),
        "ML03.N2"
    );
}

#[test]
fn harmless_data_is_the_reason_only_where_all_of_it_is() {
    let mixed = format!(
        "{}; data.internal_store more in prod sensitivity=personal; more -> job train; client.decision act in prod security_decision=yes; api -> act infer_out",
        oracle("sensitivity=internal", "", "exposure=internal", "")
    );
    let unseen = mixed
        .replace("api -> user infer_out", "")
        .replace("user in net", "user in corp");
    assert_eq!(draw(&unseen).says("ML03@api"), "ML03.N2");
    let inside = oracle("sensitivity=public", "", "exposure=internal", "")
        .replace("user in net", "user in corp");
    assert_eq!(draw(&inside).says("ML03@api"), "ML03.N1");
    let watched = format!(
        "{inside}; client.decision act in prod security_decision=yes; api -> act infer_out"
    );
    assert_eq!(draw(&watched).says("ML03@api"), "ML03.N1");
}

#[test]
fn details_and_limits_count_only_where_someone_outside_asks_and_sees() {
    // The weights are in reach, and nobody asks: what an answer would say is no help.
    let device = |facts: &str| {
        draw(&format!(
            "data.training_set set in prod sensitivity=personal; train.job job in prod; serve.edge box in net {facts}
             set -> job train; job -> box weights"
        ))
        .likelihood("ML03@box")
    };
    for facts in [
        "",
        "output_detail=logits",
        "output_detail=label_only",
        "query_limit=none",
    ] {
        assert_eq!(device(facts), 3, "{facts}");
    }
    let index = |facts: &str| {
        draw(&format!(
            "llm.embedding_model it in prod sensitivity=personal exposure=partner output_detail=embeddings {facts}; actor.end_user user in net
             user -> it infer_in; it -> user infer_out"
        ))
    };
    assert_eq!(index("").likelihood("ML03@it"), 3);
}

#[test]
fn only_a_generator_that_was_tuned_writes_its_tuning_text() {
    let with = |family: &str, learner: &str| {
        let text = oracle(PERSONAL, "", &format!("model_family={family}"), "");
        draw(&text.replace("train.job", learner)).likelihood("ML03@api")
    };
    for (family, learner, expected) in [
        ("generative_llm", "train.finetune", 3),
        ("generative_other", "train.finetune", 3),
        ("dnn", "train.finetune", 2),
        ("generative_llm", "train.job", 2),
    ] {
        assert_eq!(with(family, learner), expected, "{family} {learner}");
    }
}

/// Each has its own reason, so that the finding never says "or"; together they count once, as facts.md 5 has it.
#[test]
fn a_class_for_each_person_and_a_tuned_generator_count_once() {
    let with = |family: &str, learner: &str, class: &str| {
        let text = oracle(PERSONAL, class, &format!("model_family={family}"), "");
        let drawn = draw(&text.replace("train.job", learner));
        let steps = drawn.finding("ML03@api").likelihood.steps.clone();
        let told: Vec<String> = steps.iter().map(|one| one.because.to_string()).collect();
        (drawn.likelihood("ML03@api"), told.join(" "))
    };
    let (both, told) = with("generative_llm", "train.finetune", "class_per_person=yes");
    assert_eq!(both, 3, "{told}");
    assert!(told.contains("tuned on sensitive data") && !told.contains("class for each person"));
    let (one, told) = with("dnn", "train.finetune", "class_per_person=yes");
    assert_eq!(one, 3, "{told}");
    assert!(told.contains("class for each person") && !told.contains("tuned on"));
    assert_eq!(with("dnn", "train.finetune", "class_per_person=no").0, 2);
}

#[test]
fn what_lowers_it_lowers_it_by_one() {
    let open = "output_detail=logits query_limit=none";
    for (job, api, user, expected) in [
        ("class_per_person=yes", open, "", (5, 5)),
        ("class_per_person=yes privacy_method=dp", open, "", (5, 4)),
        (
            "class_per_person=yes privacy_method=other",
            open,
            "",
            (5, 5),
        ),
        ("", "output_detail=label_only query_limit=none", "", (2, 2)),
        (
            "class_per_person=yes",
            "output_detail=label_only query_limit=none",
            "",
            (3, 3),
        ),
        (
            "class_per_person=yes",
            "exposure=partner query_limit=none",
            "population=small",
            (3, 3),
        ),
        (
            "class_per_person=yes",
            "exposure=partner query_limit=none",
            "population=large",
            (4, 4),
        ),
    ] {
        let drawn = draw(&oracle(PERSONAL, job, api, user));
        let rated = (drawn.likelihood("ML03@api"), drawn.residual("ML03@api"));
        assert_eq!(rated, expected, "{job} {api} {user}");
    }
}
