//! ML09: output integrity.

use crate::draw::{draw, modes};

#[test]
fn an_answer_that_crosses_a_boundary_can_be_changed_on_its_way() {
    let drawn = draw("serve.api api in prod; client.decision act in corp; api -> act infer_out");
    assert_eq!(drawn.says("ML09@act"), "applies");
    assert_eq!(drawn.says("ML09@api"), "affected");
    assert!(drawn.modes("ML09@act").contains(&"in transit"));
}

#[test]
fn an_answer_that_stays_in_its_zone_is_safe_unless_outsiders_write_or_insiders_count() {
    let stored = |facts: &str| {
        format!(
            "serve.api api in prod; client.prediction_store kept in prod {facts}; api -> kept infer_out"
        )
    };
    assert_eq!(draw(&stored("writers=team")).says("ML09@kept"), "ML09.N1");
    for writers in ["vendor", "external", "public"] {
        let written = draw(&stored(&format!("writers={writers}")));
        assert_eq!(written.says("ML09@kept"), "applies", "{writers}");
        assert!(written.modes("ML09@kept").contains(&"at rest"), "{writers}");
    }
    assert_eq!(draw(&stored("")).says("ML09@kept"), "needs an answer");
    let insider = draw(&format!("{}; insider", stored("writers=team")));
    assert_eq!(insider.says("ML09@kept"), "applies");
    assert!(insider.modes("ML09@kept").contains(&"at rest"));
}

#[test]
fn every_node_that_stores_relays_rewrites_or_acts_can_be_the_place() {
    for kind in [
        "serve.gateway",
        "serve.postproc",
        "client.decision",
        "client.prediction_store",
        "review.queue",
        "llm.tool",
    ] {
        let drawn = draw(&format!(
            "serve.api api in prod; {kind} next in corp; api -> next infer_out"
        ));
        assert_eq!(drawn.says("ML09@next"), "applies", "{kind}");
    }
}

#[test]
fn a_display_counts_only_when_others_rely_on_it() {
    let shown = |facts: &str| {
        draw(&format!(
            "serve.api api in prod; client.app app in net {facts}; api -> app infer_out"
        ))
    };
    assert_eq!(shown("relied_on=yes").says("ML09@app"), "applies");
    assert_eq!(shown("relied_on=no").says("ML09@app"), "ML09.N4");
    assert_eq!(shown("").says("ML09@app"), "needs an answer");
}

#[test]
fn every_reason_against_it_has_its_code() {
    let drawn = draw(
        "serve.api api in prod; client.decision act in prod; client.decision other in prod; actor.end_user user in net; api -> act infer_out; api -> user infer_out",
    );
    assert_eq!(drawn.says("ML09@act"), "ML09.N1");
    assert_eq!(drawn.says("ML09@other"), "ML09.N2");
    assert_eq!(drawn.says("ML09@api"), "ML09.N3");
    assert_eq!(drawn.says("ML09@user"), "ML09.N5");
}

#[test]
fn the_likelihood_follows_the_channel_the_relays_and_the_device() {
    for (flow, act, expected) in [
        ("", "", 2),
        ("clear", "", 3),
        ("anonymous", "", 3),
        ("encrypted authenticated", "", 2),
        ("", "runs_on_client=yes", 3),
        ("clear", "runs_on_client=yes", 4),
    ] {
        let drawn = draw(&format!(
            "serve.api api in prod; client.decision act in corp {act}; api -> act infer_out {flow}"
        ));
        let steps = &drawn.finding("ML09@act").likelihood.steps;
        assert_eq!(
            drawn.likelihood("ML09@act"),
            expected,
            "{flow} {act}: {steps:?}"
        );
    }
    let vendor =
        draw("serve.vendor_api api in partner; client.decision act in prod; api -> act infer_out");
    assert_eq!(vendor.likelihood("ML09@act"), 3);
    let twice = draw(
        "serve.api api in prod; serve.gateway relay in partner; client.decision act in corp; api -> relay infer_out; relay -> act infer_out",
    );
    assert_eq!(twice.likelihood("ML09@act"), 3);
}

#[test]
fn signed_answers_and_proven_ends_lower_the_residual_risk() {
    let sent = |act: &str, flow: &str| {
        draw(&format!(
            "serve.api api in prod; client.decision act in corp {act}; api -> act infer_out {flow}"
        ))
        .residual("ML09@act")
    };
    assert_eq!(sent("", ""), 2);
    assert_eq!(sent("answers_signed=yes", ""), 1);
    assert_eq!(sent("", "encrypted authenticated"), 1);
    assert_eq!(sent("runs_on_client=yes answers_signed=yes", ""), 2);
}

#[test]
fn the_impact_is_that_of_the_decision_and_one_more_where_it_moves_something() {
    let act = |facts: &str| {
        draw(&format!(
            "serve.api api in prod; client.decision act in corp {facts}; api -> act infer_out"
        ))
        .impact("ML09@act")
    };
    assert_eq!(act("decision_impact=moderate autonomy=automatic"), 3);
    assert_eq!(act("decision_impact=moderate autonomy=physical"), 4);
    assert_eq!(act("decision_impact=safety autonomy=physical"), 5);
}

#[test]
fn modes_name_the_device_and_the_rewriter() {
    let device = draw(
        "serve.api api in prod; client.decision act in prod runs_on_client=yes; client.decision far in net; api -> act infer_out; api -> far infer_out; insider",
    );
    assert!(device.modes("ML09@act").contains(&"on a device"));
    assert!(device.modes("ML09@far").contains(&"in others' hands"));
    assert!(!device.modes("ML09@far").contains(&"on a device"));
    let gate = draw(
        "serve.api api in prod; serve.gateway gate in corp rewrites_output=yes; api -> gate infer_out",
    );
    assert_eq!(
        gate.modes("ML09@gate"),
        ["in transit", "rewritten on the way"]
    );
}

#[test]
fn each_boundary_and_each_weak_link_counts_once() {
    let chain = |first: &str, second: &str| {
        draw(&format!(
            "serve.api api in prod; serve.gateway relay in prod; client.decision act in corp
             api -> relay infer_out {first}; relay -> act infer_out {second}"
        ))
    };
    let strong = "encrypted authenticated";
    for (first, second, expected) in [
        (strong, strong, (2, 1)),
        (strong, "", (2, 2)),
        (strong, "clear authenticated", (3, 3)),
        (strong, "encrypted anonymous", (3, 3)),
        ("clear authenticated", strong, (3, 3)),
    ] {
        let drawn = chain(first, second);
        let rated = (drawn.likelihood("ML09@act"), drawn.residual("ML09@act"));
        assert_eq!(rated, expected, "{first} / {second}");
    }
    let signed = draw(
        "serve.vendor_api api in partner; client.decision act in corp answers_signed=yes runs_on_client=yes; api -> act infer_out clear",
    );
    assert_eq!(
        (signed.likelihood("ML09@act"), signed.residual("ML09@act")),
        (5, 4)
    );
    let unsigned = draw(
        "serve.vendor_api api in partner; client.decision act in corp answers_signed=no; api -> act infer_out",
    );
    assert_eq!(unsigned.residual("ML09@act"), 3);
}

#[test]
fn modes_name_the_place_and_no_other() {
    assert_eq!(
        modes(
            "serve.api api in prod; client.decision act in corp; api -> act infer_out",
            "ML09@act"
        ),
        ["in transit"]
    );
    assert_eq!(
        modes(
            "serve.api api in prod; client.prediction_store kept in prod writers=vendor; api -> kept infer_out",
            "ML09@kept"
        ),
        ["at rest"]
    );
    let inside = "serve.api api in prod; client.prediction_store kept in prod writers=team; client.decision act in prod; api -> kept infer_out; api -> act infer_out; insider";
    assert_eq!(modes(inside, "ML09@kept"), ["at rest"]);
    assert_eq!(modes(inside, "ML09@act"), Vec::<String>::new());
    assert_eq!(
        modes(
            "serve.edge box in net; client.decision act in net; box -> act infer_out",
            "ML09@act"
        ),
        ["in others' hands"]
    );
}

#[test]
fn a_consumer_outside_can_be_tampered_with_even_in_the_zone_of_the_model() {
    let drawn = draw("serve.edge box in net; client.decision act in net; box -> act infer_out");
    assert_eq!(drawn.says("ML09@act"), "applies");
    let written = draw(
        "serve.api api in prod; serve.postproc rules in prod writers=vendor; api -> rules infer_out",
    );
    assert_eq!(written.says("ML09@rules"), "applies");
    // Only the owner of a device relies on its display, wherever it stands.
    let own = draw(
        "serve.edge box in net; client.app app in net relied_on=no; box -> app infer_out; insider",
    );
    assert_eq!(own.says("ML09@app"), "ML09.N4");
}

#[test]
fn only_the_models_behind_an_answer_are_affected() {
    let drawn = draw(
        "serve.api api in prod; serve.api other in prod; serve.postproc rules in prod writers=team; client.decision act in corp; llm.agent agent in prod
         api -> rules infer_out; rules -> act infer_out; api -> agent infer_out",
    );
    assert_eq!(drawn.says("ML09@act"), "applies");
    assert_eq!(drawn.says("ML09@api"), "affected");
    assert_eq!(drawn.says("ML09@other"), "ML09.N3");
    assert_eq!(drawn.says("ML09@rules"), "ML09.N1");
    assert_eq!(
        drawn.says("ML09@agent"),
        "ML09.N1",
        "an agent is a consumer of answers, too"
    );
}

#[test]
fn reasons_and_modes_look_at_what_they_speak_of() {
    let proven = draw(
        "serve.vendor_api api in partner; client.decision act in prod; api -> act infer_out encrypted authenticated",
    );
    assert_eq!(
        (proven.likelihood("ML09@act"), proven.residual("ML09@act")),
        (3, 2)
    );
    let near = draw(
        "serve.api api in prod; client.app app in prod relied_on=yes writers=team; api -> app infer_out",
    );
    assert_eq!(near.says("ML09@app"), "ML09.N1");
    assert_eq!(
        draw("client.app app in prod relied_on=no").says("ML09@app"),
        "ML09.N2"
    );
    assert_eq!(
        modes(
            "serve.api api in prod; client.prediction_store kept in corp writers=team; api -> kept infer_out",
            "ML09@kept"
        ),
        ["in transit"]
    );
}
