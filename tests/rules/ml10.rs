//! ML10: direct change of parameters.

use crate::draw::{draw, modes};

#[test]
fn an_exposed_store_without_checked_signatures_can_be_written() {
    let registry = |facts: &str| draw(&format!("model.registry registry in prod {facts}"));
    assert_eq!(
        registry("exposure=authenticated_public signing=none writers=team").says("ML10@registry"),
        "applies"
    );
    assert_eq!(
        registry("exposure=authenticated_public signing=signed writers=team").says("ML10@registry"),
        "applies"
    );
    assert_eq!(
        registry("exposure=authenticated_public signing=signed_verified writers=team")
            .says("ML10@registry"),
        "ML10.N1"
    );
    assert_eq!(
        registry("exposure=internal signing=none writers=team").says("ML10@registry"),
        "ML10.N1"
    );
    assert_eq!(
        registry("exposure=internal signing=none writers=vendor").says("ML10@registry"),
        "applies"
    );
    assert_eq!(registry("").says("ML10@registry"), "needs an answer");
}

#[test]
fn a_device_outside_can_be_changed_by_hand_or_by_an_unsigned_update() {
    let device = |facts: &str| draw(&format!("serve.edge box in net {facts}"));
    assert_eq!(
        device("physical_access=yes update_channel_signed=yes").says("ML10@box"),
        "applies"
    );
    assert_eq!(
        device("physical_access=no update_channel_signed=no").says("ML10@box"),
        "applies"
    );
    assert_eq!(
        device("physical_access=no update_channel_signed=yes").says("ML10@box"),
        "ML10.N1"
    );
    assert_eq!(device("").says("ML10@box"), "needs an answer");
}

#[test]
fn an_aggregator_is_changed_by_hostile_updates() {
    let learning = |zone: &str, facts: &str| {
        draw(&format!(
            "fl.client phone in {zone}; fl.aggregator hub in prod {facts}; phone -> hub update"
        ))
    };
    let outside = learning("net", "");
    assert_eq!(outside.says("ML10@hub"), "applies");
    assert!(outside.modes("ML10@hub").contains(&"hostile updates"));
    assert_eq!(learning("prod", "").says("ML10@hub"), "ML10.N1");
    assert_eq!(
        learning("net", "robust_aggregation=no").likelihood("ML10@hub"),
        3
    );
    assert_eq!(
        learning("net", "robust_aggregation=yes").likelihood("ML10@hub"),
        2
    );
}

#[test]
fn a_hub_that_feeds_a_model_as_it_is_can_swap_it_and_one_that_is_tuned_is_ml07() {
    let served = draw("model.hub hub in net; serve.api api in prod; hub -> api weights");
    assert_eq!(served.says("ML10@hub"), "applies");
    assert!(served.modes("ML10@hub").contains(&"at the supplier"));
    let tuned = draw("model.base base in net; train.finetune tune in prod; base -> tune weights");
    assert_eq!(tuned.says("ML07@base"), "applies");
    assert_eq!(tuned.says("ML10@base"), "affected");
}

#[test]
fn insiders_can_write_stores_and_learners_when_they_are_in_scope() {
    let text = "train.job job in prod; model.registry registry in prod exposure=internal writers=team signing=signed_verified; job -> registry weights";
    assert_eq!(draw(text).says("ML10@registry"), "ML10.N1");
    assert_eq!(draw(text).says("ML10@job"), "ML10.N1");
    let insider = draw(&format!("{text}; insider"));
    assert_eq!(insider.says("ML10@registry"), "applies");
    assert_eq!(insider.says("ML10@job"), "applies");
    assert!(insider.modes("ML10@job").contains(&"insider"));
}

#[test]
fn every_reason_against_it_has_its_code() {
    assert_eq!(
        draw("serve.vendor_api api in partner").says("ML10@api"),
        "ML10.N2"
    );
    assert_eq!(
        draw("client.decision act in prod").says("ML10@act"),
        "ML10.N3"
    );
    assert_eq!(
        draw("infra.notebook lab in corp has_weights=no").says("ML10@lab"),
        "ML10.N3"
    );
    assert_eq!(
        draw("data.training_set set in prod").says("ML10@set"),
        "ML10.N4"
    );
    assert_eq!(
        draw("mon.feedback votes in prod").says("ML10@votes"),
        "ML10.N4"
    );
}

/// The hub can swap them, so "nothing is drawn that lets anyone outside write" would be untrue.
#[test]
fn weights_that_come_in_from_a_hub_are_not_said_to_be_out_of_reach() {
    let drawn = draw(
        "model.hub hub in net; model.base base in prod; train.finetune tune in prod; hub -> base weights; base -> tune weights",
    );
    assert_eq!(drawn.says("ML10@base"), "ML10.N7");
    let own = draw(
        "model.artifact file in prod signing=signed_verified writers=team exposure=internal; train.job job in prod; job -> file weights",
    );
    assert_eq!(own.says("ML10@file"), "ML10.N1");
}

#[test]
fn the_likelihood_follows_signatures_reach_and_hands() {
    for (text, id, expected) in [
        (
            "model.registry registry in prod exposure=internal writers=vendor",
            "ML10@registry",
            3,
        ),
        (
            "model.registry registry in prod exposure=internal writers=vendor signing=none",
            "ML10@registry",
            4,
        ),
        (
            "model.registry registry in prod exposure=partner writers=vendor signing=signed",
            "ML10@registry",
            4,
        ),
        (
            "serve.edge box in net physical_access=yes update_channel_signed=yes",
            "ML10@box",
            3,
        ),
        (
            "serve.edge box in net physical_access=no update_channel_signed=no",
            "ML10@box",
            3,
        ),
        (
            "serve.edge box in net physical_access=yes update_channel_signed=no",
            "ML10@box",
            4,
        ),
    ] {
        let drawn = draw(text);
        let steps = &drawn.finding(id).likelihood.steps;
        assert_eq!(drawn.likelihood(id), expected, "{text}: {steps:?}");
    }
}

#[test]
fn timed_access_and_attested_run_time_lower_the_residual_risk() {
    let registry = draw(
        "model.registry registry in prod exposure=partner writers=team time_limited_access=yes",
    );
    assert_eq!(
        (
            registry.likelihood("ML10@registry"),
            registry.residual("ML10@registry")
        ),
        (3, 2)
    );
    let device = draw(
        "serve.edge box in net physical_access=yes update_channel_signed=yes attested_runtime=yes",
    );
    assert_eq!(
        (device.likelihood("ML10@box"), device.residual("ML10@box")),
        (3, 2)
    );
}

#[test]
fn one_artefact_for_a_whole_fleet_adds_one_to_the_impact() {
    let device = |facts: &str| {
        draw(&format!(
            "model.registry registry in prod writers=vendor; serve.edge box in prod {facts}; client.decision act in prod decision_impact=moderate
             registry -> box weights; box -> act infer_out"
        ))
        .impact("ML10@registry")
    };
    assert_eq!(device("fleet=no"), 3);
    assert_eq!(device("fleet=yes"), 4);
}

#[test]
fn a_checked_signature_lowers_the_residual_risk_of_an_insider() {
    let store = |signing: &str| {
        draw(&format!(
            "model.registry registry in prod exposure=internal writers=team signing={signing}; insider"
        ))
    };
    assert_eq!(
        (
            store("signed_verified").likelihood("ML10@registry"),
            store("signed_verified").residual("ML10@registry")
        ),
        (2, 1)
    );
    assert_eq!(
        (
            store("none").likelihood("ML10@registry"),
            store("none").residual("ML10@registry")
        ),
        (3, 3)
    );
}

#[test]
fn modes_name_where_the_weights_lie() {
    assert_eq!(
        draw("model.registry registry in prod exposure=partner").modes("ML10@registry"),
        ["at rest"]
    );
    assert_eq!(
        draw("serve.edge box in net physical_access=yes").modes("ML10@box"),
        ["on a device"]
    );
}

#[test]
fn a_missing_check_counts_at_every_kind_that_keeps_or_ships_weights() {
    for kind in [
        "model.registry",
        "model.artifact",
        "supply.container_registry",
        "infra.cicd",
    ] {
        let with = |signing: &str| {
            draw(&format!(
                "{kind} it in prod exposure=internal contains_model=yes has_weights=yes writers=vendor signing={signing}"
            ))
        };
        for signing in ["signed", "none"] {
            assert_eq!(with(signing).likelihood("ML10@it"), 4, "{kind} {signing}");
        }
    }
    let base = |digest: &str| {
        draw(&format!(
            "model.base base in net digest_pinned={digest}; serve.api api in prod; base -> api weights"
        ))
        .likelihood("ML10@base")
    };
    assert_eq!((base("yes"), base("no")), (2, 3));
}

#[test]
fn reach_and_writers_count_once_together() {
    let registry = |facts: &str| {
        draw(&format!("model.registry it in prod {facts}; insider")).likelihood("ML10@it")
    };
    for (facts, expected) in [
        ("exposure=internal writers=team signing=signed_verified", 2),
        ("exposure=partner writers=team signing=signed_verified", 3),
        (
            "exposure=internal writers=vendor signing=signed_verified",
            3,
        ),
        ("exposure=partner writers=vendor signing=signed_verified", 3),
        (
            "exposure=internal writers=public signing=signed_verified",
            3,
        ),
        (
            "exposure=internal writers=organisation signing=signed_verified",
            2,
        ),
    ] {
        assert_eq!(registry(facts), expected, "{facts}");
    }
}

#[test]
fn only_an_aggregator_is_asked_how_it_combines() {
    let robust = |facts: &str| {
        draw(&format!(
            "fl.client phone in net; fl.aggregator hub in prod {facts}; phone -> hub update"
        ))
        .likelihood("ML10@hub")
    };
    assert_eq!(
        (
            robust(""),
            robust("robust_aggregation=no"),
            robust("robust_aggregation=yes")
        ),
        (2, 3, 2)
    );
}

#[test]
fn every_countermeasure_takes_one_off_where_it_is_there() {
    let registry = |facts: &str| {
        draw(&format!(
            "model.registry it in prod exposure=partner writers=team {facts}; insider"
        ))
        .residual("ML10@it")
    };
    for (facts, expected) in [
        ("signing=none", 4),
        ("signing=none time_limited_access=yes", 3),
        ("signing=none time_limited_access=no", 4),
        ("signing=signed_verified", 2),
        ("signing=signed_verified time_limited_access=yes", 1),
    ] {
        assert_eq!(registry(facts), expected, "{facts}");
    }
    let device = |facts: &str| {
        draw(&format!(
            "serve.edge it in net physical_access=yes update_channel_signed=no {facts}"
        ))
        .residual("ML10@it")
    };
    assert_eq!(
        (
            device("attested_runtime=no"),
            device("attested_runtime=yes")
        ),
        (4, 3)
    );
}

#[test]
fn modes_name_the_way_in_and_no_other() {
    for (text, id, expected) in [
        (
            "model.registry it in prod exposure=internal writers=vendor signing=none",
            "ML10@it",
            vec![],
        ),
        (
            "serve.edge it in net physical_access=no update_channel_signed=no",
            "ML10@it",
            vec!["on a device"],
        ),
        (
            "fl.client phone in net; fl.aggregator it in prod; phone -> it update",
            "ML10@it",
            vec!["hostile updates"],
        ),
        ("train.job it in prod; insider", "ML10@it", vec!["insider"]),
        (
            "model.hub it in net; serve.api api in prod; it -> api weights",
            "ML10@it",
            vec!["at the supplier"],
        ),
    ] {
        assert_eq!(modes(text, id), expected, "{text}");
    }
}

#[test]
fn what_runs_changed_weights_is_affected_and_what_only_keeps_them_is_not() {
    let drawn = draw(
        "model.registry registry in prod exposure=partner writers=team signing=none; serve.api api in prod; serve.batch nightly in prod; eval.job exam in prod
         registry -> api weights; registry -> nightly weights; registry -> exam weights",
    );
    for id in ["api", "nightly"] {
        assert_eq!(drawn.says(&format!("ML10@{id}")), "affected", "{id}");
    }
    assert_eq!(drawn.says("ML10@exam"), "ML10.N3");
    for kind in ["model.base", "model.hub"] {
        let tuned = draw(&format!(
            "{kind} it in net; train.finetune tune in prod; it -> tune weights"
        ));
        assert_eq!(tuned.says("ML10@it"), "affected", "{kind}");
    }
}

#[test]
fn a_fleet_counts_at_the_device_and_at_the_store_that_feeds_it() {
    let drawn = |fleet: &str| {
        draw(&format!(
            "model.registry registry in prod exposure=internal writers=vendor; serve.edge box in net physical_access=yes fleet={fleet}; client.decision act in prod decision_impact=low
             registry -> box weights; box -> act infer_out"
        ))
    };
    for id in ["ML10@registry", "ML10@box"] {
        assert_eq!(
            (drawn("no").impact(id), drawn("yes").impact(id)),
            (2, 3),
            "{id}"
        );
    }
}

#[test]
fn a_base_inside_is_not_the_suppliers_and_a_store_of_ours_is_no_supplier() {
    let inside = draw("model.base base in prod; train.finetune tune in prod; base -> tune weights");
    assert_eq!(inside.says("ML10@base"), "ML10.N1");
    let ours = "model.registry registry in prod exposure=internal writers=vendor signing=none; serve.api api in prod; registry -> api weights";
    assert_eq!(modes(ours, "ML10@registry"), Vec::<String>::new());
}
