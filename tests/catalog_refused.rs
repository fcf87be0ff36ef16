//! A broken catalogue is refused, and every mistake is told with its file, line, column, the line itself and the nearest name.
//! Read the snapshots by eye.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use bartizan::catalog::{Catalog, Source};
use bartizan::model::render;

/// A sound catalogue of a team's own. Each case puts one mistake into it.
const SOUND: &str = r#"(
    facts: {
        "shadow_mode": (
            question: "Does it run beside the old system, without effect?",
            why: "What has no effect does no harm.",
            values: [("yes", "without effect"), ("no", "for real")],
            elsewhere: "no",
        ),
    },
    kinds: {
        "serve.ranker": (
            name: "Ranking service",
            family: "Deployment, serving and edge",
            shape: model,
            definition: "Orders search results for one customer.",
            asks: ["exposure", "shadow_mode"],
            fixed: {"model_family": "recommender"},
            threats: ["TEAM.1"],
            next: ["client.app"],
        ),
    },
    usual: [
        (from: ["serve.ranker"], to: ["client.*"], carries: "infer_out"),
    ],
    threats: {
        "TEAM.1": (
            names: {"0.2": "Result stuffing", "0.3": "Result stuffing"},
            summary: {"0.2": "Sellers push their goods up.", "0.3": "Sellers push their goods up."},
            definition: "Ranking bought by anything but quality.",
            ask: "Who gains from the first place?",
            statement: "Sellers can push their goods up at {}.",
            rule: (
                applies: All([
                    Kind(["serve.ranker"]),
                    Is(oracle),
                    Fact("exposure", AtLeast("partner")),
                ]),
                affected: Some(answer_models, Primary),
                reasons: [
                    (code: "TEAM.1.N1", when: Fact("shadow_mode", Yes), because: "It has no effect."),
                    (code: "TEAM.1.N2", when: Always, because: "Nobody outside asks it."),
                ],
                likelihood: (
                    base: 3,
                    because: "It is common.",
                    steps: [
                        (op: add(-1), when: Fact("query_limit", In(["coarse"])), because: "Queries are limited.", control: "PVC-V9.2"),
                    ],
                ),
                impact: (of: Stakes),
            ),
        ),
    },
    requirements: {
        "TEAM-V1.1": (
            chapter: "V8",
            level: 1,
            text: "Sellers cannot see their own rank more than once a minute.",
            methods: [T],
            stages: [DEP],
            kinds: ["serve.*"],
            mitigates: {"TEAM.1": M},
        ),
    },
)
"#;

/// The mistake's name, what stands in the sound catalogue, and what stands there instead.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("unknown-predicate", "Is(oracle)", "Has(oracle)"),
    ("unknown-node-test", "Is(oracle)", "Is(orcale)"),
    (
        "unknown-set",
        "Some(answer_models, Primary)",
        "Some(answer_model, Primary)",
    ),
    (
        "unknown-fact-in-a-rule",
        "Fact(\"exposure\", AtLeast",
        "Fact(\"exposer\", AtLeast",
    ),
    (
        "unknown-value-in-a-rule",
        "AtLeast(\"partner\")",
        "AtLeast(\"partners\")",
    ),
    (
        "unknown-kind-in-a-rule",
        "Kind([\"serve.ranker\"])",
        "Kind([\"serve.rankers\"])",
    ),
    (
        "unknown-family-in-a-rule",
        "Kind([\"serve.ranker\"])",
        "Family([\"Deployment\"])",
    ),
    ("unknown-edition", "Is(oracle)", "Edition(\"0.4\")"),
    (
        "unknown-flow-kind-in-a-rule",
        "Is(oracle)",
        "Some(answer_flows, Carries([\"infer_ot\"]))",
    ),
    (
        "unknown-requirement",
        "control: \"PVC-V9.2\"",
        "control: \"PVC-V9.12\"",
    ),
    (
        "unknown-fact-of-a-kind",
        "asks: [\"exposure\", \"shadow_mode\"]",
        "asks: [\"exposure\", \"shadow_mod\"]",
    ),
    (
        "unknown-fact-that-sets-a-requirement-aside",
        "mitigates: {\"TEAM.1\": M},",
        "unless: {\"shadow_mod\": [\"yes\"]},\n            mitigates: {\"TEAM.1\": M},",
    ),
    (
        "unknown-value-that-sets-a-requirement-aside",
        "mitigates: {\"TEAM.1\": M},",
        "unless: {\"shadow_mode\": [\"yess\"]},\n            mitigates: {\"TEAM.1\": M},",
    ),
    (
        "unknown-value-of-a-kind",
        "{\"model_family\": \"recommender\"}",
        "{\"model_family\": \"recomender\"}",
    ),
    (
        "unknown-family-of-a-kind",
        "family: \"Deployment, serving and edge\"",
        "family: \"Deployment, serving and edges\"",
    ),
    (
        "unknown-next-kind",
        "next: [\"client.app\"]",
        "next: [\"client.apps\"]",
    ),
    (
        "unknown-threat-of-a-kind",
        "threats: [\"TEAM.1\"]",
        "threats: [\"TEAM.2\"]",
    ),
    (
        "unknown-threat-of-a-requirement",
        "mitigates: {\"TEAM.1\": M}",
        "mitigates: {\"ML11\": M}",
    ),
    (
        "unknown-kind-of-a-requirement",
        "kinds: [\"serve.*\"]",
        "kinds: [\"server.*\"]",
    ),
    ("unknown-chapter", "chapter: \"V8\"", "chapter: \"V80\""),
    (
        "unknown-flow-kind-of-a-usual-flow",
        "carries: \"infer_out\"",
        "carries: \"answers\"",
    ),
    ("unknown-field", "definition: \"Orders", "meaning: \"Orders"),
    ("unknown-shape", "shape: model", "shape: modell"),
    (
        "missing-field",
        "            ask: \"Who gains from the first place?\",\n",
        "",
    ),
    (
        "missing-edition",
        "names: {\"0.2\": \"Result stuffing\", \"0.3\"",
        "names: {\"0.3\"",
    ),
    (
        "set-too-deep",
        "Some(answer_models, Primary)",
        "Some(answer_models, Some(askers, Some(consumers, Always)))",
    ),
    (
        "last-reason-not-always",
        "(code: \"TEAM.1.N2\", when: Always",
        "(code: \"TEAM.1.N2\", when: Is(asked)",
    ),
    (
        "duplicate-kind",
        "    usual: [",
        "    kinds: {},\n    usual: [",
    ),
    (
        "duplicate-id",
        "asks: [\"exposure\", \"shadow_mode\"],\n            fixed: {\"model_family\": \"recommender\"}",
        "fixed: {\"model_family\": \"dnn\", \"model_family\": \"recommender\"}",
    ),
    ("wrong-type", "base: 3", "base: \"three\""),
    ("wrong-level", "level: 1", "level: 4"),
    ("wrong-strength", "{\"TEAM.1\": M}", "{\"TEAM.1\": L}"),
    ("base-out-of-range", "base: 3", "base: 6"),
    (
        "impact-out-of-range",
        "of: Stakes",
        "of: Own(\"ip_value\", {\"high\": 7})",
    ),
    ("primary-outside-affected", "Is(oracle)", "Primary"),
    ("flow-test-on-a-component", "Is(oracle)", "Flow(encrypted)"),
    (
        "component-test-on-a-flow",
        "Is(oracle)",
        "Some(answer_flows, Is(external))",
    ),
    ("control-step-that-raises", "op: add(-1)", "op: add(1)"),
    (
        "statement-without-a-name",
        "Sellers can push their goods up at {}.",
        "Sellers can push their goods up.",
    ),
    (
        "value-twice",
        "(\"no\", \"for real\")",
        "(\"yes\", \"for real\")",
    ),
    (
        "unknown-as-a-value",
        "(\"no\", \"for real\")",
        "(\"no\", \"for real\"), (\"unknown\", \"nobody knows\")",
    ),
    ("one-value-only", ", (\"no\", \"for real\")]", "]"),
    (
        "elsewhere-no-value",
        "elsewhere: \"no\"",
        "elsewhere: \"never\"",
    ),
    (
        "missing-edition-of-a-summary",
        "summary: {\"0.2\": \"Sellers push their goods up.\", \"0.3\"",
        "summary: {\"0.3\"",
    ),
    (
        "reason-twice",
        "(code: \"TEAM.1.N2\", when: Always",
        "(code: \"TEAM.1.N1\", when: Always",
    ),
    (
        "step-out-of-range",
        "impact: (of: Stakes)",
        "impact: (of: Stakes, steps: [(op: at_least(7), when: Always, because: \"Much.\")])",
    ),
    (
        "facts-of-flows",
        "of: Stakes",
        "of: Highest(answer_flows, \"ip_value\", {\"high\": 4})",
    ),
    (
        "unknown-fact-of-an-impact",
        "of: Stakes",
        "of: Own(\"ip_valu\", {\"high\": 4})",
    ),
    (
        "unknown-value-of-an-impact",
        "of: Stakes",
        "of: Larger([Stakes, Own(\"ip_value\", {\"hihg\": 4})])",
    ),
    (
        "unknown-kind-of-an-impact",
        "of: Stakes",
        "of: ByKind([([\"serve.rankr\"], 4)])",
    ),
    ("empty-list-of-values", "In([\"coarse\"])", "In([])"),
    (
        "empty-list-of-kinds",
        "Kind([\"serve.ranker\"])",
        "Kind([])",
    ),
    (
        "requirement-for-nothing",
        "kinds: [\"serve.*\"]",
        "kinds: []",
    ),
    (
        "yes-where-there-is-no-yes",
        "Fact(\"exposure\", AtLeast(\"partner\"))",
        "Fact(\"exposure\", Yes)",
    ),
    (
        "set-of-a-flow",
        "Is(oracle)",
        "Some(answer_flows, Some(askers, Always))",
    ),
    (
        "unknown-start",
        "statement: \"Sellers",
        "starts_at: [\"serve.apx\"], statement: \"Sellers",
    ),
    (
        "unknown-kind-that-is-asked",
        "elsewhere: \"no\"",
        "asked_of: [\"servee.*\"], elsewhere: \"no\"",
    ),
    (
        "presumed-no-value",
        "elsewhere: \"no\"",
        "presumed: \"nope\"",
    ),
    (
        "unknown-standard",
        "mitigates: {\"TEAM.1\": M}",
        "mitigates: {\"TEAM.1\": M}, crosswalk: {\"isoo42001\": [\"A.7.2\"]}",
    ),
    (
        "unknown-id-of-a-standard",
        "mitigates: {\"TEAM.1\": M}",
        "mitigates: {\"TEAM.1\": M}, crosswalk: {\"iso42001\": [\"A.7.9\"]}",
    ),
    (
        "unknown-technique",
        "statement: \"Sellers",
        "crosswalk: {\"atlas\": [(ids: [\"AML.T002\"], certainty: likely)]}, statement: \"Sellers",
    ),
    (
        "unknown-certainty",
        "statement: \"Sellers",
        "crosswalk: {\"atlas\": [(ids: [\"AML.T0020\"], certainty: sure)]}, statement: \"Sellers",
    ),
    (
        "no-id-of-a-threat",
        "        \"TEAM.1\": (\n            names",
        "        \"team one\": (\n            names",
    ),
    (
        "no-id-of-a-requirement",
        "\"TEAM-V1.1\": (",
        "\"TEAM 1\": (",
    ),
    (
        "cite-without-an-id",
        "    usual: [",
        "    standards: {\"house\": (title: \"House rules\", version: \"1\", licence: \"ours\", citation: \"House\", certainty: \"Sure.\", cite: \"House\", items: {})},\n    usual: [",
    ),
    (
        "unknown-blank-of-a-clause",
        "    usual: [",
        "    clauses: {\"x\": (number: 10, title: \"X\", text: \"In {dayz}.\")},\n    usual: [",
    ),
    (
        "unknown-name-in-a-test",
        "    usual: [",
        "    tests: {\"t\": (shows: \"s\", zones: {\"net\": 0}, components: {\"it\": (kind: \"serve.rankr\", zone: \"nett\")}, expected: [\"TEAM.2@itt\"])},\n    usual: [",
    ),
    ("missing-comma", "base: 3,", "base: 3"),
    ("unclosed", "    requirements: {", "    requirements: ("),
];

fn lay(text: &str) -> Result<Catalog, String> {
    let built_in = Catalog::built_in().unwrap_or_else(|error| panic!("{error}"));
    let over = built_in.with(Source {
        name: "team.ron",
        text,
    });
    over.map_err(|error| render(&error.diagnostics))
}

#[test]
fn the_catalogue_that_the_mistakes_are_put_into_is_sound() {
    let catalog = lay(SOUND).unwrap_or_else(|told| panic!("{told}"));
    assert_eq!(catalog.replaced(), Vec::<String>::new());
    assert!(catalog.threat("TEAM.1").is_some() && catalog.kind("serve.ranker").is_some());
}

#[test]
fn every_mistake_is_told_with_its_place() {
    for (name, sound, mistaken) in MISTAKES {
        assert_eq!(
            SOUND.matches(sound).count(),
            1,
            "{name}: `{sound}` must stand once"
        );
        let Err(told) = lay(&SOUND.replace(sound, mistaken)) else {
            panic!("{name}: nothing was wrong");
        };
        assert!(
            told.contains("team.ron"),
            "{name}: the file is not named\n{told}"
        );
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/catalog" }, {
            insta::assert_snapshot!(*name, told);
        });
    }
}

#[test]
fn several_mistakes_are_told_at_once() {
    let text = SOUND
        .replace("AtLeast(\"partner\")", "AtLeast(\"partners\")")
        .replace("chapter: \"V8\"", "chapter: \"V80\"");
    let told = lay(&text).unwrap_err();
    assert!(told.contains("partners") && told.contains("V80"), "{told}");
}

#[test]
fn an_entry_that_stands_in_for_a_built_in_one_is_named() {
    let text = r#"(kinds: {"serve.api": (name: "API", family: "Deployment, serving and edge", shape: model, definition: "Ours.")})"#;
    assert_eq!(lay(text).unwrap().replaced(), ["serve.api"]);
}
