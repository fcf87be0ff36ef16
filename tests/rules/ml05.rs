//! ML05: model theft.

use crate::draw::draw;

fn oracle(api: &str, user: &str) -> String {
    format!(
        "serve.api api in prod {api}; actor.end_user user in net {user}; user -> api infer_in; api -> user infer_out"
    )
}

#[test]
fn a_model_worth_something_can_be_copied_by_questions() {
    for value in ["low", "high"] {
        let drawn = draw(&oracle(&format!("ip_value={value}"), ""));
        assert_eq!(drawn.says("ML05@api"), "applies");
        assert!(drawn.modes("ML05@api").contains(&"by queries"));
    }
    assert_eq!(draw(&oracle("", "")).says("ML05@api"), "needs an answer");
}

#[test]
fn a_copy_within_reach_can_be_taken_directly() {
    for (holder, id) in [
        ("serve.edge box in net ip_value=high", "ML05@box"),
        (
            "serve.edge box in prod ip_value=high physical_access=yes",
            "ML05@box",
        ),
        (
            "model.registry registry in prod ip_value=high exposure=anonymous_public",
            "ML05@registry",
        ),
        (
            "infra.notebook lab in corp ip_value=high has_weights=yes exposure=authenticated_public",
            "ML05@lab",
        ),
        (
            "supply.container_registry images in prod ip_value=high contains_model=yes exposure=partner",
            "ML05@images",
        ),
    ] {
        let drawn = draw(holder);
        assert_eq!(drawn.says(id), "applies", "{holder}");
        assert!(drawn.modes(id).contains(&"by direct copy"), "{holder}");
    }
}

#[test]
fn a_platform_without_weights_has_no_copy_to_take() {
    let lab = draw(
        "infra.notebook lab in corp ip_value=high has_weights=no exposure=authenticated_public",
    );
    assert_eq!(lab.says("ML05@lab"), "ML05.N5");
    let delivered = draw(
        "infra.notebook lab in corp ip_value=high has_weights=no exposure=authenticated_public; train.job job in prod
         job -> lab weights",
    );
    assert_eq!(delivered.says("ML05@lab"), "applies");
}

#[test]
fn an_insider_can_read_a_copy_when_insiders_are_in_scope() {
    let registry = "model.registry registry in prod ip_value=high exposure=internal";
    assert_eq!(draw(registry).says("ML05@registry"), "ML05.N4");
    assert_eq!(
        draw(&format!("{registry}; insider")).says("ML05@registry"),
        "applies"
    );
}

#[test]
fn shared_accelerators_and_devices_in_hand_leak_by_side_channels() {
    let cluster = |tenancy: &str| {
        draw(&format!(
            "infra.gpu_cluster gpus in prod ip_value=high has_weights=yes exposure=internal tenancy={tenancy}"
        ))
    };
    assert_eq!(cluster("shared").says("ML05@gpus"), "applies");
    assert!(
        cluster("shared")
            .modes("ML05@gpus")
            .contains(&"by side channel")
    );
    assert_eq!(cluster("dedicated").says("ML05@gpus"), "ML05.N4");
    let device = draw("serve.edge box in prod ip_value=high physical_access=yes");
    assert!(device.modes("ML05@box").contains(&"by side channel"));
}

#[test]
fn a_published_recipe_over_reproducible_data_rebuilds_withheld_weights() {
    let artefact = |facts: &str| {
        draw(&format!(
            "model.artifact model in prod ip_value=high {facts}"
        ))
    };
    let both = artefact("details_published=yes training_data_reproducible=yes");
    assert_eq!(both.says("ML05@model"), "applies");
    assert_eq!(both.modes("ML05@model"), ["by published recipe"]);
    assert_eq!(
        artefact("details_published=yes training_data_reproducible=no").says("ML05@model"),
        "ML05.N4"
    );
    assert_eq!(
        artefact("details_published=yes").says("ML05@model"),
        "needs an answer"
    );
    let open = artefact("details_published=yes training_data_reproducible=yes weights_public=yes");
    assert_eq!(open.says("ML05@model"), "ML05.N1");
}

#[test]
fn every_reason_against_it_has_its_code() {
    assert_eq!(
        draw(&oracle("ip_value=high weights_public=yes", "")).says("ML05@api"),
        "ML05.N1"
    );
    let vendor = "serve.vendor_api api in partner; actor.end_user user in net; user -> api infer_in; api -> user infer_out";
    assert_eq!(draw(vendor).says("ML05@api"), "ML05.N2");
    assert_eq!(
        draw(&oracle("ip_value=none", "")).says("ML05@api"),
        "ML05.N3"
    );
    let inside = draw(
        "serve.api api in prod exposure=internal ip_value=high; client.decision act in prod; act -> api infer_in; api -> act infer_out",
    );
    assert_eq!(inside.says("ML05@api"), "ML05.N4");
    assert_eq!(
        draw("data.training_set set in prod").says("ML05@set"),
        "ML05.N5"
    );
}

#[test]
fn logged_answers_that_outsiders_read_copy_a_model_too() {
    let logged = |readers: &str| {
        draw(&format!(
            "serve.api api in prod exposure=internal ip_value=high; mon.log_store logs in prod readers={readers}; client.decision act in prod
             act -> api infer_in; api -> act infer_out; api -> logs telemetry"
        ))
    };
    assert_eq!(logged("vendor").says("ML05@logs"), "applies");
    assert_eq!(logged("team").says("ML05@logs"), "ML05.N4");
}

#[test]
fn the_likelihood_follows_scores_limits_and_accounts() {
    for (api, expected) in [
        ("", 3),
        ("output_detail=label_only", 3),
        ("output_detail=generated_text", 3),
        ("output_detail=rounded_score", 4),
        ("output_detail=logits", 4),
        ("query_limit=none", 4),
        ("query_limit=coarse", 3),
        ("exposure=anonymous_public", 4),
        ("output_detail=full_confidence model_family=classical", 5),
        ("output_detail=label_only model_family=classical", 3),
        ("very_large_model=yes", 2),
    ] {
        let drawn = draw(&oracle(&format!("ip_value=high {api}"), ""));
        let steps = &drawn.finding("ML05@api").likelihood.steps;
        assert_eq!(drawn.likelihood("ML05@api"), expected, "{api}: {steps:?}");
    }
    let anonymous = draw(&format!(
        "{}; actor.anonymous anyone in net; anyone -> api infer_in",
        oracle("ip_value=high", "")
    ));
    assert_eq!(anonymous.likelihood("ML05@api"), 4);
    assert_eq!(
        draw("serve.edge box in net ip_value=high weights_access=on_device_plain")
            .likelihood("ML05@box"),
        4
    );
    assert_eq!(
        draw("serve.edge box in net ip_value=high weights_access=on_device_encrypted")
            .likelihood("ML05@box"),
        3
    );
}

#[test]
fn labels_under_tuned_limits_and_guarded_stores_lower_the_residual_risk() {
    let limited = draw(&oracle(
        "ip_value=high output_detail=label_only query_limit=tuned_per_principal",
        "",
    ));
    assert_eq!(
        (limited.likelihood("ML05@api"), limited.residual("ML05@api")),
        (3, 2)
    );
    let registry = |facts: &str| {
        draw(&format!(
            "model.registry registry in prod ip_value=high exposure=partner {facts}"
        ))
    };
    assert_eq!(
        registry("encrypted_store=yes time_limited_access=yes").residual("ML05@registry"),
        2
    );
    assert_eq!(
        registry("encrypted_store=yes time_limited_access=no").residual("ML05@registry"),
        3
    );
}

#[test]
fn the_impact_is_what_a_copy_is_worth_and_more_where_it_trains_an_evasion() {
    assert_eq!(draw(&oracle("ip_value=low", "")).impact("ML05@api"), 2);
    assert_eq!(draw(&oracle("ip_value=high", "")).impact("ML05@api"), 4);
    let guard = draw(&format!(
        "{}; client.decision act in prod security_decision=yes; api -> act infer_out",
        oracle("ip_value=low", "")
    ));
    assert_eq!(guard.impact("ML05@api"), 3);
}

#[test]
fn what_holds_no_model_is_told_apart_from_a_model_out_of_reach() {
    let because = |text: &str, id: &str| {
        draw(text).assessment.not_applicable[&id.parse().unwrap()]
            .because
            .clone()
    };
    assert!(because("data.training_set set in prod", "ML05@set").contains("no model"));
    assert!(
        because(
            "model.registry registry in prod exposure=internal ip_value=high",
            "ML05@registry"
        )
        .contains("No outsider")
    );
}
