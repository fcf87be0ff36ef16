//! What nobody has said: unknown, presumed, or settled elsewhere (DESIGN 4 and 6).

use bartizan::analysis::{Asked, Claim, MissingFlow, Truth, Verdict};

use crate::draw::{catalog, draw};

#[test]
fn a_model_of_unknown_sort_is_presumed_to_be_learned_and_still_asked_about() {
    let drawn = draw(
        "actor.end_user user in net; serve.api api in prod; client.decision act in prod; user -> api infer_in; api -> act infer_out",
    );
    assert_eq!(drawn.says("ML01@api"), "applies");
    assert!(drawn.asks("api", "model_family"));
    let proof = &drawn.finding("ML01@api").proof;
    let presumed = |claim: &Claim| matches!(claim, Claim::Fact { fact, presumed: true, .. } if fact == "model_family");
    assert!(
        proof
            .premises()
            .iter()
            .any(|premise| presumed(&premise.claim))
    );
    let question = drawn
        .assessment
        .questions
        .iter()
        .find(|q| q.asks == Asked::Fact("model_family".into()))
        .unwrap();
    assert_eq!(question.presumed.as_deref(), Some("dnn"));
}

#[test]
fn an_answer_takes_the_place_of_what_was_presumed() {
    let text = "actor.end_user user in net; serve.api api in prod ip_value=high; user -> api infer_in; api -> user infer_out";
    assert_eq!(draw(text).says("ML05@api"), "applies");
    assert!(draw(text).asks("api", "weights_public"));
    let said = draw(&text.replace("ip_value=high", "ip_value=high weights_public=no"));
    assert_eq!(said.says("ML05@api"), "applies");
    assert!(!said.asks("api", "weights_public"));
}

#[test]
fn a_learner_is_presumed_to_learn_again() {
    let text = "actor.end_user user in net; mon.feedback votes in prod; train.job job in prod; serve.api api in prod
         user -> votes feedback; votes -> job feedback; job -> api weights";
    assert_eq!(draw(text).says("ML08@votes"), "applies");
    assert!(draw(text).asks("job", "retrain"));
}

#[test]
fn a_fact_that_a_kind_is_not_asked_for_is_settled() {
    let drawn = draw("actor.anonymous anyone in net; mon.feedback votes in prod; train.job job in prod; serve.api api in prod
         anyone -> votes feedback; votes -> job feedback; job -> api weights");
    // Nobody asks an anonymous user what a second account costs: nothing.
    assert!(!drawn.asks("anyone", "sybil_cost"));
    assert_eq!(drawn.likelihood("ML08@votes"), 4);
}

#[test]
fn a_set_counts_by_its_most_dangerous_member() {
    let store = |writers: &str| {
        draw(&format!(
            "data.internal_store store in prod writers={writers}; train.job job in prod; store -> job train"
        ))
    };
    assert_eq!(store("team|organisation").says("ML02@store"), "ML02.N2");
    assert_eq!(store("team|crowd").says("ML02@store"), "applies");
    let answers = |detail: &str| {
        draw(&format!(
            "actor.end_user user in net; serve.api api in prod output_detail={detail}; user -> api infer_in; api -> user infer_out"
        ))
    };
    assert_eq!(
        answers("label_only|generated_text").likelihood("ML01@api"),
        3
    );
    assert_eq!(answers("label_only|logits").likelihood("ML01@api"), 4);
}

#[test]
fn an_adjustment_that_cannot_be_decided_counts_nothing_and_is_listed() {
    let drawn = draw(
        "actor.end_user user in net; serve.api api in prod; client.decision act in prod; user -> api infer_in; api -> user infer_out; api -> act infer_out",
    );
    let rating = &drawn.finding("ML01@api").likelihood;
    assert_eq!(rating.score.number(), 3);
    let open: Vec<String> = rating
        .steps
        .iter()
        .filter(|s| s.truth == Truth::Unknown)
        .map(|s| s.effect.to_string())
        .collect();
    assert!(
        open.contains(&"+1".into()) && open.contains(&"-1".into()),
        "{open:?}"
    );
}

#[test]
fn unknown_stakes_count_as_three_and_say_so() {
    let drawn = draw(
        "actor.end_user user in net; serve.api api in prod; client.decision act in prod; user -> api infer_in; api -> act infer_out",
    );
    let base = &drawn.finding("ML01@api").impact.steps[0];
    assert_eq!((drawn.impact("ML01@api"), base.truth), (3, Truth::Unknown));
    assert!(base.because.contains("3 is assumed"));
    // One low answer beside an open one does not make the stakes low.
    let half = draw("actor.end_user user in net; serve.api api in prod; client.decision act in prod decision_impact=low; client.decision more in prod
         user -> api infer_in; api -> act infer_out; api -> more infer_out");
    assert_eq!(half.impact("ML01@api"), 3);
}

#[test]
fn a_model_that_someone_asks_and_no_answer_leaves_is_asked_for_the_flow() {
    let drawn = draw("data.training_set set in prod sensitivity=personal; train.job job in prod; serve.api api in prod; actor.end_user user in net
         set -> job train; job -> api weights; user -> api infer_in");
    assert_eq!(drawn.says("ML03@api"), "needs an answer");
    assert!(
        drawn
            .assessment
            .questions
            .iter()
            .any(|q| q.asks == Asked::Flow(MissingFlow::Answers))
    );
}

#[test]
fn an_interface_open_to_partners_is_asked_who_calls_it() {
    let drawn = draw(
        "actor.end_user clerk in corp; serve.api api in prod exposure=partner; client.decision act in prod; clerk -> api infer_in; api -> act infer_out",
    );
    assert_eq!(drawn.says("ML01@api"), "needs an answer");
    assert!(
        drawn
            .assessment
            .questions
            .iter()
            .any(|q| q.asks == Asked::Flow(MissingFlow::Callers))
    );
}

#[test]
fn a_learner_without_data_needs_an_answer() {
    let drawn = draw("train.job job in prod; serve.api api in prod; job -> api weights");
    assert_eq!(drawn.says("ML02@job"), "needs an answer");
    assert!(
        drawn
            .assessment
            .questions
            .iter()
            .any(|q| q.asks == Asked::Flow(MissingFlow::Data))
    );
    assert!(
        drawn
            .assessment
            .prompts
            .iter()
            .any(|p| p.text.contains("learns from"))
    );
}

#[test]
fn where_a_component_stands_is_asked_before_everything_else() {
    let drawn = draw(
        "actor.end_user user in nowhere; serve.api api in prod; client.decision act in prod; user -> api infer_in; api -> act infer_out",
    );
    assert_eq!(drawn.says("ML01@api"), "needs an answer");
    let first = &drawn.assessment.questions[0];
    assert_eq!(
        (first.component.as_str(), &first.asks),
        ("user", &Asked::Zone)
    );
}

#[test]
fn a_zone_without_trust_leaves_who_stands_there_unknown() {
    let mut model = crate::draw::model(
        "zone lab 2; actor.end_user user in lab; serve.api api in prod; client.decision act in prod; user -> api infer_in; api -> act infer_out",
    );
    model
        .zones
        .values_mut()
        .find(|zone| zone.name == "lab")
        .unwrap()
        .trust = None;
    let drawn = crate::draw::judged(model);
    assert_eq!(drawn.says("ML01@api"), "needs an answer");
    assert_eq!(drawn.assessment.questions[0].asks, Asked::Trust);
}

#[test]
fn a_finding_that_needs_an_answer_is_rated_as_if_it_applied() {
    let drawn = draw(
        "serve.edge box in net; client.decision act in prod decision_impact=high; box -> act infer_out",
    );
    let finding = drawn.finding("ML10@box");
    assert_eq!(finding.verdict, Verdict::NeedsAnswer);
    assert_eq!(finding.inherent(), 2 * 4);
}

#[test]
fn a_threat_has_its_root_only_at_the_kinds_that_can_be_its_place() {
    // Every kind once, alone, with nothing answered (facts.md 4.2).
    for (id, kind) in &catalog().entries().kinds {
        let drawn = draw(&format!("{id} thing in nowhere"));
        for threat in catalog().entries().threats.keys() {
            let says = drawn.says(&format!("{threat}@thing"));
            let possible = kind.threats.contains(threat);
            assert!(
                possible || says != "applies",
                "{threat} at {id} is not a place for it (facts.md 4.2): {says}"
            );
        }
    }
}
