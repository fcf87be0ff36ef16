//! Reasons why a threat does not apply: each must be true of the component that it is printed beside.

use bartizan::catalog::rule::Predicate;

use crate::draw::{Drawn, catalog, draw};

fn reason(drawn: &Drawn, id: &str) -> String {
    let found = &drawn.assessment.not_applicable[&id.parse().unwrap()];
    found.because.to_string()
}

#[test]
fn where_insiders_count_no_reason_says_that_they_are_out_of_scope() {
    let system = "data.training_set set in prod writers=team; train.job job in prod; model.registry registry in prod
         serve.api api in prod exposure=internal; client.decision act in prod; set -> job train; job -> registry weights
         registry -> api weights; api -> act infer_out";
    let outsiders_only = draw(system);
    assert!(reason(&outsiders_only, "ML10@job").contains("insiders are out of scope"));
    let drawn = draw(&format!("{system}; insider"));
    for (id, code) in [
        ("ML01@api", "ML01.N6"),
        ("ML02@set", "ML02.N6"),
        ("ML05@job", "ML05.N6"),
    ] {
        assert_eq!(drawn.says(id), code);
    }
    let alone = draw("serve.api api in prod; insider");
    assert_eq!(alone.says("ML10@api"), "ML10.N5");
    for one in drawn.assessment.not_applicable.values() {
        assert!(
            !one.because.contains("out of scope"),
            "{}: {}",
            one.id,
            one.because
        );
    }
}

#[test]
fn weights_that_anyone_may_have_are_not_said_to_be_out_of_sight() {
    let drawn = draw(
        "model.hub hub in net weights_public=yes; model.base base in corp weights_public=yes; train.finetune tune in corp
         data.training_set set in corp sensitivity=personal membership_sensitive=yes
         llm.embedding_model vectors in prod weights_public=yes exposure=internal; data.internal_store texts in prod sensitivity=personal membership_sensitive=yes
         hub -> base weights; base -> tune weights; set -> tune train; texts -> vectors context",
    );
    for (id, code) in [
        ("ML03@hub", "ML03.N6"),
        ("ML03@base", "ML03.N6"),
        ("ML03@vectors", "ML03.N8"),
        ("ML04@hub", "ML04.N5"),
        ("ML04@base", "ML04.N5"),
        ("ML04@vectors", "ML04.N7"),
    ] {
        assert_eq!(drawn.says(id), code, "{id}");
    }
}

/// A feature store feeds a running model, and test phrases are learned by nobody: one sentence has to be true of both.
#[test]
fn data_that_is_input_of_a_running_model_is_not_said_to_be_learned_only() {
    let drawn = draw(
        "prep.feature_store features in prod; train.job job in prod; serve.api api in prod; data.eval_set probes in prod; eval.job judge in prod
         features -> job train; features -> api feature; job -> api weights; job -> judge weights; probes -> judge eval",
    );
    for store in ["features", "probes"] {
        for id in [format!("ML01@{store}"), format!("ML10@{store}")] {
            let because = reason(&drawn, &id);
            assert!(
                because.contains("becomes input of a running model"),
                "{id}: {because}"
            );
            assert!(because.contains("is learned, see ML02"), "{id}: {because}");
        }
    }
}

#[test]
fn what_an_agent_hands_out_is_judged_at_the_models_behind_it() {
    let drawn = draw(
        "actor.end_user user in net; llm.agent agent in prod; data.internal_store store in prod sensitivity=personal membership_sensitive=yes
         store -> agent context; user -> agent infer_in; agent -> user infer_out",
    );
    assert_eq!(drawn.says("ML03@agent"), "ML03.N7");
    assert_eq!(drawn.says("ML04@agent"), "ML04.N6");
}

#[test]
fn what_lies_open_at_a_supplier_is_not_said_to_be_unreadable() {
    let drawn = draw(
        "data.training_set set in prod sensitivity=personal membership_sensitive=yes; train.job job in partner; serve.api api in prod
         set -> job train; job -> api weights",
    );
    assert_eq!(drawn.says("ML03@job"), "ML03.N9");
    assert_eq!(drawn.says("ML04@job"), "ML04.N8");
    assert_eq!(drawn.says("ML05@job"), "ML05.N7");
}

#[test]
fn a_service_that_the_rule_does_not_look_at_is_not_said_to_be_built_here() {
    let drawn =
        draw("llm.embedding_model vectors in prod weights_public=yes; serve.gateway gate in prod");
    assert_eq!(drawn.says("ML06@vectors"), "ML06.N4");
    assert_eq!(drawn.says("ML06@gate"), "ML06.N4");
}

#[test]
fn signals_of_users_that_end_at_something_static_are_not_said_to_reach_nothing() {
    let product = |retrain: &str| {
        draw(&format!(
            "actor.end_user user in net; client.app app in net; mon.feedback thumbs in prod; data.training_set set in prod
             train.job job in prod retrain={retrain}; serve.api api in prod
             user -> app feedback; app -> thumbs feedback; thumbs -> set feedback; set -> job train; job -> api weights"
        ))
    };
    let fixed = product("static");
    assert_eq!(fixed.says("ML08@thumbs"), "ML08.N5");
    assert_eq!(fixed.says("ML08@set"), "ML08.N6");
    assert_eq!(fixed.says("ML08@app"), "ML08.N8");
    let alone = draw("serve.api api in nowhere");
    assert_eq!(alone.says("ML08@api"), "ML08.N7");
    let kept = draw("model.registry registry in prod");
    assert_eq!(kept.says("ML08@registry"), "ML08.N9");
    assert!(reason(&alone, "ML10@api").starts_with("Nothing is drawn"));
}

#[test]
fn a_log_of_answers_is_not_said_to_see_none() {
    let drawn = draw(
        "serve.api api in prod; mon.log_store log in prod; train.job job in prod; api -> log telemetry; api -> job telemetry",
    );
    assert_eq!(drawn.says("ML09@log"), "ML09.N6");
}

#[test]
fn an_answer_that_crosses_to_something_else_is_not_said_to_share_a_zone() {
    let drawn =
        draw("serve.api api in prod; data.internal_store store in corp; api -> store infer_out");
    assert_eq!(drawn.says("ML09@store"), "ML09.N7");
}

/// What comes in through the product is judged as ML08, and weights that are tuned from as ML07: the consequence names them.
#[test]
fn a_consequence_names_the_finding_through_which_it_comes() {
    let drawn = draw(
        "actor.end_user user in net; mon.feedback thumbs in prod; prep.ingest desk in prod; train.job job in prod retrain=continuous
         serve.api api in prod; user -> thumbs feedback; thumbs -> desk feedback; desk -> job train; job -> api weights",
    );
    assert_eq!(drawn.says("ML08@thumbs"), "applies");
    let desk = drawn.finding("ML02@desk");
    assert_eq!(desk.behind, ["ML08@thumbs".parse().unwrap()]);
    assert!(
        desk.statement.ends_with("Model Skewing at thumbs."),
        "{}",
        desk.statement
    );
}

#[test]
fn a_supplied_data_path_and_a_store_of_anything_else_have_a_last_reason_that_is_true() {
    let tuned = draw("llm.embedding_model vectors in net; serve.api api in nowhere");
    assert_eq!(tuned.says("ML10@vectors"), "ML10.N1");
    assert!(["ML02.N7", "ML10.N6"].iter().all(|code| {
        let threat = catalog().threat(&code[..4]).unwrap();
        threat.rule.reasons.last().unwrap().code == **code
    }));
}

/// Only the last reason may hold whatever is drawn; one that speaks of outsiders has to ask first.
#[test]
fn a_last_reason_claims_nothing_of_insiders_unless_another_comes_before_it() {
    for (id, threat) in &catalog().entries().threats {
        let reasons = &threat.rule.reasons;
        let asks = reasons
            .iter()
            .any(|r| format!("{:?}", r.when).contains("Insider"));
        let last = reasons.last().unwrap();
        assert_eq!(last.when, Predicate::Always);
        assert!(asks || !last.because.contains("insiders"), "{id}");
    }
}
