//! ML06: corrupted packages, supply chain.

use crate::draw::draw;

#[test]
fn whatever_receives_code_weights_or_configuration_from_a_supplier_applies() {
    for (source, target, carries) in [
        (
            "supply.package_registry source in net",
            "train.job target in prod",
            "code",
        ),
        (
            "model.hub source in net",
            "serve.api target in prod",
            "weights",
        ),
        (
            "actor.vendor source in partner",
            "llm.prompt_store target in prod",
            "config",
        ),
        (
            "supply.container_registry source in partner",
            "infra.notebook target in corp",
            "code",
        ),
    ] {
        let drawn = draw(&format!("{source}; {target}; source -> target {carries}"));
        assert_eq!(drawn.says("ML06@target"), "applies", "{target}");
    }
}

#[test]
fn a_dependency_fetched_from_outside_applies_itself() {
    let drawn = draw(
        "supply.package_registry index in net; supply.dependency lib in prod; index -> lib code",
    );
    assert_eq!(drawn.says("ML06@lib"), "applies");
    assert_eq!(
        draw("supply.dependency lib in prod").says("ML06@lib"),
        "needs an answer"
    );
}

#[test]
fn a_vendors_model_service_always_applies() {
    assert_eq!(
        draw("serve.vendor_api api in partner").says("ML06@api"),
        "applies"
    );
    assert_eq!(
        draw("serve.vendor_api api in prod").modes("ML06@api"),
        ["vendor service"]
    );
}

#[test]
fn an_exposed_platform_applies_in_the_current_edition_only() {
    for platform in [
        "model.registry",
        "infra.notebook",
        "infra.tracker",
        "infra.orchestrator",
        "supply.container_registry",
        "supply.source_repo",
    ] {
        for facts in ["exposure=anonymous_public", "exposure=internal authn=none"] {
            let text = format!("{platform} tool in prod {facts}");
            assert_eq!(
                draw(&format!("{text}; edition 0.3")).says("ML06@tool"),
                "applies",
                "{text}"
            );
            assert_ne!(
                draw(&format!("{text}; edition 0.2")).says("ML06@tool"),
                "applies",
                "{text}"
            );
        }
        let closed = draw(&format!(
            "{platform} tool in prod exposure=internal authn=user; edition 0.3"
        ));
        assert_ne!(closed.says("ML06@tool"), "applies", "{platform}");
    }
}

#[test]
fn data_alone_is_no_supply_chain_and_people_import_nothing() {
    let drawn = draw(
        "data.public_web source in net; prep.ingest ingest in prod; actor.end_user user in net; source -> ingest raw",
    );
    assert_eq!(drawn.says("ML06@ingest"), "ML06.N1");
    assert_eq!(drawn.says("ML06@source"), "ML06.N1");
    assert_eq!(drawn.says("ML06@user"), "ML06.N2");
}

#[test]
fn what_is_built_here_in_its_own_zone_is_no_import() {
    let drawn = draw(
        "supply.source_repo repo in prod exposure=internal; train.job job in prod; repo -> job code",
    );
    assert_eq!(drawn.says("ML06@job"), "ML06.N3");
    assert_eq!(
        draw("train.job job in prod imports=no").says("ML06@job"),
        "ML06.N3"
    );
}

#[test]
fn an_empty_drawing_is_asked_about_its_packages() {
    let drawn = draw("train.job job in prod; serve.api api in prod");
    assert_eq!(drawn.says("ML06@job"), "needs an answer");
    assert!(drawn.asks("job", "imports"));
    assert!(
        drawn
            .assessment
            .prompts
            .iter()
            .any(|p| p.text.contains("No package, image or model source"))
    );
    assert_eq!(
        draw("train.job job in prod imports=yes").says("ML06@job"),
        "applies"
    );
}

#[test]
fn the_likelihood_follows_format_pins_proxy_and_login() {
    let tuned = |base: &str, tune: &str| {
        draw(&format!(
            "model.base base in net {base}; train.finetune tune in prod {tune}; base -> tune weights"
        ))
    };
    for (tune, expected) in [
        ("", 3),
        ("serialization=pickle_like", 4),
        ("serialization=unidentified", 4),
        ("serialization=safe_format", 3),
        ("digest_pinned=no", 4),
        ("digest_pinned=no serialization=pickle_like", 5),
    ] {
        let drawn = tuned("", tune);
        let steps = &drawn.finding("ML06@tune").likelihood.steps;
        assert_eq!(drawn.likelihood("ML06@tune"), expected, "{tune}: {steps:?}");
    }
    let library = |facts: &str| {
        let drawn = draw(&format!(
            "supply.package_registry index in prod proxied=yes; supply.dependency lib in prod {facts}; actor.vendor maker in net; maker -> lib code; index -> lib code"
        ));
        drawn.likelihood("ML06@lib")
    };
    assert_eq!(library(""), 3);
    assert_eq!(library("signed=no"), 4);
    assert_eq!(library("proxied=no"), 4);
    let public = draw(
        "supply.package_registry index in net proxied=no; train.job job in prod; index -> job code",
    );
    assert_eq!(public.likelihood("ML06@job"), 4);
    let proxied = draw(
        "supply.package_registry index in net proxied=yes; train.job job in prod; index -> job code",
    );
    assert_eq!(proxied.likelihood("ML06@job"), 3);
    assert_eq!(
        draw("infra.tracker runs in prod authn=none; edition 0.3").likelihood("ML06@runs"),
        4
    );
}

#[test]
fn pins_sandboxes_and_safe_formats_lower_the_residual_risk() {
    for (tune, residual) in [
        ("digest_pinned=yes", 2),
        ("egress=none", 2),
        ("egress=limited", 3),
        ("serialization=safe_format", 2),
        ("digest_pinned=yes egress=none", 1),
    ] {
        let drawn = draw(&format!(
            "model.base base in net; train.finetune tune in prod {tune}; base -> tune weights"
        ));
        assert_eq!(
            (drawn.likelihood("ML06@tune"), drawn.residual("ML06@tune")),
            (3, residual),
            "{tune}"
        );
    }
}

#[test]
fn the_impact_is_what_the_importer_can_reach() {
    let importer = |kind: &str, facts: &str| {
        draw(&format!(
            "actor.vendor maker in net; {kind} target in prod {facts}; maker -> target code"
        ))
        .impact("ML06@target")
    };
    assert_eq!(importer("infra.notebook", "holds_secrets=no"), 3);
    assert_eq!(importer("serve.api", "holds_secrets=no"), 4);
    assert_eq!(importer("infra.cicd", "holds_secrets=yes"), 5);
    assert_eq!(importer("infra.gpu_cluster", "holds_secrets=yes"), 5);
}

#[test]
fn what_runs_an_import_further_down_is_affected() {
    let drawn = draw(
        "supply.package_registry index in net; supply.dependency lib in prod; train.job job in prod
         index -> lib code; lib -> job code",
    );
    assert_eq!(drawn.says("ML06@lib"), "applies");
    assert_eq!(drawn.says("ML06@job"), "affected");
}

#[test]
fn what_stands_at_the_supplier_is_the_suppliers_matter() {
    let drawn = draw(
        "supply.package_registry index in net; supply.source_repo theirs in net; train.job job in prod; index -> theirs code; theirs -> job code",
    );
    assert_eq!(drawn.says("ML06@theirs"), "ML06.N5");
    assert_eq!(drawn.says("ML06@job"), "applies");
}

#[test]
fn modes_name_what_is_imported_and_how() {
    let drawn = draw(
        "model.hub hub in net; serve.api api in prod serialization=pickle_like; hub -> api weights",
    );
    assert_eq!(
        drawn.modes("ML06@api"),
        ["imported code or models", "code in model files"]
    );
    let safe = draw(
        "model.hub hub in net; serve.api api in prod serialization=safe_format; hub -> api weights",
    );
    assert_eq!(safe.modes("ML06@api"), ["imported code or models"]);
    assert_eq!(
        draw("infra.tracker runs in prod exposure=partner; edition 0.3").modes("ML06@runs"),
        ["exposed platform"]
    );
}

#[test]
fn code_in_a_model_file_counts_only_where_model_files_come_in() {
    let importer = |carries: &str, facts: &str| {
        draw(&format!(
            "actor.vendor maker in net; serve.api it in prod {facts}; maker -> it {carries}"
        ))
    };
    for format in ["pickle_like", "unidentified"] {
        let files = importer("weights", &format!("serialization={format}"));
        assert_eq!(files.likelihood("ML06@it"), 4, "{format}");
        assert!(
            files.modes("ML06@it").contains(&"code in model files"),
            "{format}"
        );
        let code = importer("code", &format!("serialization={format}"));
        assert_eq!(code.likelihood("ML06@it"), 3, "{format}");
        assert_eq!(
            code.modes("ML06@it"),
            ["imported code or models"],
            "{format}"
        );
    }
    let safe = |carries: &str| importer(carries, "serialization=safe_format").residual("ML06@it");
    assert_eq!((safe("weights"), safe("code")), (2, 3));
}

#[test]
fn a_device_of_ours_outside_imports_and_a_suppliers_own_box_does_not() {
    let outside = |kind: &str| {
        draw(&format!(
            "model.hub hub in net; {kind} it in net; hub -> it weights"
        ))
        .says("ML06@it")
    };
    assert_eq!(outside("serve.edge"), "applies");
    assert_eq!(outside("serve.api"), "ML06.N5");
}

#[test]
fn data_that_comes_with_code_is_still_no_import() {
    for kind in [
        "data.training_set",
        "prep.ingest",
        "actor.ml_engineer",
        "ext.physical",
    ] {
        let drawn = draw(&format!(
            "actor.vendor maker in net; {kind} it in prod; maker -> it code"
        ));
        assert!(drawn.says("ML06@it").starts_with("ML06.N"), "{kind}");
    }
    let drawn = draw(
        "actor.vendor maker in net; train.job job in prod; data.training_set set in prod; prep.ingest intake in prod; actor.end_user user in prod; ext.physical scene in prod
         serve.api api in prod imports=no; maker -> job code; job -> set code; job -> intake code; job -> user code; job -> scene code; job -> api weights",
    );
    assert_eq!(drawn.says("ML06@api"), "affected");
    for id in ["set", "intake", "user", "scene"] {
        assert!(
            drawn.says(&format!("ML06@{id}")).starts_with("ML06.N"),
            "{id}"
        );
    }
}

/// Not a finding there, but no reason may say that only data passes.
#[test]
fn code_that_comes_in_beside_data_is_not_said_to_be_data() {
    for kind in [
        "data.training_set",
        "prep.ingest",
        "client.app",
        "mon.monitor",
    ] {
        let with = |carries: &str| {
            let drawn = draw(&format!(
                "supply.package_registry index in net; {kind} it in prod; index -> it {carries}"
            ));
            drawn.says("ML06@it")
        };
        assert_eq!(with("code"), "ML06.N6", "{kind}");
        assert_eq!(with("raw"), "ML06.N1", "{kind}");
    }
}

/// A hub is a public source, too, and the team can say that it is reached through a list.
#[test]
fn a_hub_counts_as_a_public_source_once_somebody_says_so() {
    let fetched = |facts: &str| {
        draw(&format!(
            "model.hub hub in net {facts}; serve.api api in prod serialization=safe_format; hub -> api weights"
        ))
    };
    assert_eq!(fetched("").likelihood("ML06@api"), 3);
    assert!(fetched("").asks("hub", "proxied"));
    assert_eq!(fetched("proxied=no").likelihood("ML06@api"), 4);
    assert_eq!(fetched("proxied=yes").likelihood("ML06@api"), 3);
    assert!(!fetched("proxied=yes").asks("hub", "proxied"));
}

#[test]
fn pins_signatures_and_proxies_count_where_they_belong() {
    let job = |source: &str, facts: &str| {
        draw(&format!(
            "{source}; train.job it in prod {facts}; source -> it code"
        ))
        .likelihood("ML06@it")
    };
    let maker = "actor.vendor source in net";
    for (source, facts, expected) in [
        (maker, "", 3),
        (maker, "digest_pinned=no", 4),
        (maker, "digest_pinned=yes", 3),
        ("supply.package_registry source in net proxied=no", "", 4),
        ("model.hub source in net proxied=no", "", 4),
        // A registry of our own is no public source, and a partner's images are no package index.
        (
            "supply.package_registry source in prod proxied=no; actor.vendor maker in net; maker -> it code",
            "",
            3,
        ),
        ("supply.container_registry source in partner", "", 3),
    ] {
        assert_eq!(job(source, facts), expected, "{source} {facts}");
    }
    let library = |facts: &str| {
        draw(&format!(
            "actor.vendor maker in net; supply.dependency lib in prod {facts}; maker -> lib code"
        ))
        .likelihood("ML06@lib")
    };
    for (facts, expected) in [
        ("signed=yes proxied=yes", 3),
        ("signed=no proxied=yes", 4),
        ("signed=yes proxied=no", 4),
        ("signed=no proxied=no", 5),
    ] {
        assert_eq!(library(facts), expected, "{facts}");
    }
    // What nobody imports cannot be unpinned.
    let platform = draw(
        "infra.orchestrator it in prod exposure=partner authn=user imports=no digest_pinned=no; edition 0.3",
    );
    assert_eq!(platform.likelihood("ML06@it"), 3);
}

#[test]
fn a_missing_login_counts_in_the_current_edition_only() {
    let platform = |edition: &str, authn: &str| {
        draw(&format!(
            "actor.vendor maker in net; infra.notebook lab in prod exposure=internal authn={authn} digest_pinned=yes; maker -> lab code; edition {edition}"
        ))
    };
    for (edition, authn, expected) in [("0.3", "none", 4), ("0.3", "key", 3), ("0.2", "none", 3)] {
        assert_eq!(
            platform(edition, authn).likelihood("ML06@lab"),
            expected,
            "{edition} {authn}"
        );
        let exposed = platform(edition, authn)
            .modes("ML06@lab")
            .contains(&"exposed platform");
        assert_eq!(exposed, expected == 4, "{edition} {authn}");
    }
    let serving =
        draw("serve.api api in prod exposure=anonymous_public authn=none imports=no; edition 0.3");
    assert_ne!(
        serving.says("ML06@api"),
        "applies",
        "an interface is no platform"
    );
}

#[test]
fn the_reach_of_hostile_code_is_three_at_a_workplace_four_elsewhere_and_five_with_secrets() {
    for (kind, facts, expected) in [
        ("infra.notebook", "holds_secrets=no", 3),
        ("infra.notebook", "holds_secrets=yes", 5),
        ("model.base", "", 3),
        ("infra.cicd", "holds_secrets=no", 4),
        ("train.job", "holds_secrets=no", 4),
    ] {
        let drawn = draw(&format!(
            "actor.vendor maker in net; {kind} it in prod {facts}; maker -> it weights"
        ));
        assert_eq!(drawn.impact("ML06@it"), expected, "{kind} {facts}");
    }
    let tracker = draw("infra.tracker it in prod exposure=partner; edition 0.3");
    assert_eq!(tracker.impact("ML06@it"), 3);
}

#[test]
fn a_kind_that_is_not_asked_about_pins_is_not_blamed_for_them() {
    for kind in [
        "supply.package_registry",
        "supply.container_registry",
        "supply.source_repo",
        "model.registry",
        "infra.gpu_cluster",
        "llm.prompt_store",
    ] {
        let drawn = draw(&format!(
            "actor.vendor maker in net; {kind} it in prod; maker -> it code"
        ));
        assert_eq!(drawn.likelihood("ML06@it"), 3, "{kind}");
    }
}

#[test]
fn a_safe_format_helps_wherever_model_files_are_opened() {
    for kind in [
        "serve.api",
        "train.finetune",
        "infra.notebook",
        "model.base",
    ] {
        for (format, residual) in [("safe_format", 2), ("pickle_like", 4)] {
            let drawn = draw(&format!(
                "model.hub hub in net proxied=yes; {kind} it in prod serialization={format}; hub -> it weights"
            ));
            assert_eq!(drawn.residual("ML06@it"), residual, "{kind} {format}");
        }
    }
}
