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
    assert_eq!(
        draw("llm.agent agent in prod").says("ML05@agent"),
        "ML05.N8"
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

#[test]
fn only_a_model_that_can_be_very_large_is_asked_about_its_size() {
    for (family, asked) in [
        ("classical", false),
        ("recommender", false),
        ("dnn", true),
        ("generative_llm", true),
    ] {
        let drawn = draw(&oracle(&format!("ip_value=high model_family={family}"), ""));
        assert_eq!(drawn.asks("api", "very_large_model"), asked, "{family}");
        let large = draw(&oracle(
            &format!("ip_value=high model_family={family} very_large_model=yes"),
            "",
        ));
        assert_eq!(
            large.likelihood("ML05@api"),
            if asked { 2 } else { 3 },
            "{family}"
        );
    }
}

#[test]
fn a_suppliers_model_is_the_suppliers_loss_however_it_could_be_taken() {
    for vendor in [
        "serve.vendor_api it in partner ip_value=high; actor.end_user user in net; user -> it infer_in; it -> user infer_out",
        "model.base it in net ip_value=high",
        "model.hub it in net ip_value=high details_published=yes training_data_reproducible=yes",
    ] {
        assert_eq!(draw(vendor).says("ML05@it"), "ML05.N2", "{vendor}");
    }
    let tuned = draw(
        "serve.vendor_api it in partner ip_value=high; train.finetune tune in partner; tune -> it weights; actor.end_user user in net; user -> it infer_in; it -> user infer_out",
    );
    assert_ne!(
        tuned.says("ML05@it"),
        "ML05.N2",
        "it holds what our data taught it"
    );
}

#[test]
fn a_recipe_needs_both_its_description_and_its_data() {
    for (facts, says) in [
        (
            "details_published=yes training_data_reproducible=yes",
            "applies",
        ),
        (
            "details_published=no training_data_reproducible=yes",
            "ML05.N4",
        ),
        (
            "details_published=yes training_data_reproducible=no",
            "ML05.N4",
        ),
    ] {
        let drawn = draw(&format!("model.artifact it in prod ip_value=high {facts}"));
        assert_eq!(drawn.says("ML05@it"), says, "{facts}");
    }
    // Where it can be asked as well, only the way that is open is named.
    let asked = |facts: &str| {
        let drawn = draw(&format!("model.artifact it in net ip_value=high {facts}"));
        drawn
            .modes("ML05@it")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        asked("details_published=yes training_data_reproducible=no"),
        ["by direct copy"]
    );
    assert_eq!(
        asked("details_published=no training_data_reproducible=yes"),
        ["by direct copy"]
    );
    assert_eq!(
        asked("details_published=yes training_data_reproducible=yes"),
        ["by direct copy", "by published recipe"]
    );
}

#[test]
fn who_may_read_a_store_matters_as_much_as_who_may_reach_it() {
    for (readers, says) in [
        ("vendor", "applies"),
        ("external", "applies"),
        ("team", "ML05.N4"),
    ] {
        let drawn = draw(&format!(
            "model.artifact it in prod ip_value=high details_published=no readers={readers}"
        ));
        assert_eq!(drawn.says("ML05@it"), says, "{readers}");
    }
    let logs = |facts: &str| {
        draw(&format!(
            "serve.api api in prod exposure=internal {facts}; mon.log_store logs in prod readers=vendor; api -> logs telemetry"
        ))
        .says("ML05@logs")
    };
    assert_eq!(logs("ip_value=high"), "applies");
    assert_eq!(logs("ip_value=none"), "ML05.N3");
    // An interface inside is no store that people log in to.
    let inside = draw(
        "serve.api api in prod exposure=partner ip_value=high; client.decision act in prod; api -> act infer_out",
    );
    assert_ne!(inside.says("ML05@api"), "applies");
}

#[test]
fn an_insider_copies_directly_and_a_mere_interface_has_no_side_channel() {
    let registry = draw("model.registry it in prod ip_value=high exposure=internal; insider");
    assert_eq!(registry.modes("ML05@it"), ["by direct copy"]);
    assert_eq!(
        draw(&oracle("ip_value=high", "")).modes("ML05@api"),
        ["by queries"]
    );
    let cluster = draw(
        "infra.gpu_cluster it in prod ip_value=high has_weights=yes exposure=internal tenancy=shared",
    );
    assert_eq!(cluster.modes("ML05@it"), ["by side channel"]);
    let open = draw("infra.tracker it in prod ip_value=high has_weights=yes exposure=partner");
    assert_eq!(open.modes("ML05@it"), ["by direct copy"]);
}

#[test]
fn where_the_copy_came_from_is_affected() {
    let drawn = draw(&format!(
        "{}; model.registry registry in prod exposure=internal readers=team; model.artifact file in prod readers=team details_published=no
         train.job job in prod; job -> file weights; file -> registry weights; registry -> api weights",
        oracle("ip_value=high", "")
    ));
    for id in ["registry", "file"] {
        assert_eq!(drawn.says(&format!("ML05@{id}")), "affected", "{id}");
    }
    assert!(drawn.says("ML05@job").starts_with("ML05.N"));
    let alone =
        draw("model.registry registry in prod exposure=internal ip_value=high readers=team");
    assert_eq!(alone.says("ML05@registry"), "ML05.N4");
}

#[test]
fn what_a_step_reads_counts_only_where_it_can_help_a_copy() {
    for (facts, expected) in [
        ("output_detail=gradients", 4),
        ("output_detail=full_confidence", 4),
        ("output_detail=rounded_score model_family=classical", 5),
        ("output_detail=logits model_family=classical", 5),
        (
            "output_detail=full_confidence model_family=classical very_large_model=no",
            5,
        ),
        (
            "output_detail=label_only query_limit=none model_family=classical",
            4,
        ),
        ("output_detail=explanations", 3),
    ] {
        assert_eq!(
            draw(&oracle(&format!("ip_value=high {facts}"), "")).likelihood("ML05@api"),
            expected,
            "{facts}"
        );
    }
    // On a device that nobody outside asks, answers and limits say nothing.
    for facts in [
        "output_detail=logits",
        "query_limit=none",
        "output_detail=logits model_family=classical",
    ] {
        let drawn = draw(&format!(
            "serve.edge box in net ip_value=high physical_access=yes weights_access=on_device_encrypted {facts}"
        ));
        assert_eq!(drawn.likelihood("ML05@box"), 3, "{facts}");
    }
    for (facts, residual) in [
        ("output_detail=top_k query_limit=tuned_per_principal", 3),
        ("output_detail=label_only query_limit=coarse", 3),
        (
            "output_detail=label_only query_limit=tuned_per_principal",
            2,
        ),
    ] {
        assert_eq!(
            draw(&oracle(&format!("ip_value=high {facts}"), "")).residual("ML05@api"),
            residual,
            "{facts}"
        );
    }
    let store = draw(
        "model.registry it in prod ip_value=high exposure=partner encrypted_store=no time_limited_access=yes",
    );
    assert_eq!(store.residual("ML05@it"), 3);
}

#[test]
fn logged_answers_weigh_what_the_model_behind_them_is_worth() {
    for (value, expected) in [("low", 2), ("high", 4)] {
        let drawn = draw(&format!(
            "serve.api api in prod exposure=internal ip_value={value}; mon.log_store logs in prod readers=external; api -> logs telemetry"
        ));
        assert_eq!(drawn.impact("ML05@logs"), expected, "{value}");
    }
}
