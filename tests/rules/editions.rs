//! Both editions of the OWASP list (facts.md 1).

use bartizan::model::Edition;

use crate::draw::{catalog, draw};

#[test]
fn both_editions_carry_their_names() {
    let names: &[(&str, &str, &str)] = &[
        ("ML01", "Adversarial Attack", "Input Manipulation Attack"),
        ("ML02", "Data Poisoning Attack", "Data Poisoning Attack"),
        ("ML03", "Model Inversion Attack", "Model Inversion Attack"),
        (
            "ML04",
            "Membership Inference Attack",
            "Membership Inference Attack",
        ),
        ("ML05", "Model Stealing", "Model Theft"),
        ("ML06", "Corrupted Packages", "AI Supply Chain Attacks"),
        (
            "ML07",
            "Transfer Learning Attack",
            "Transfer Learning Attack",
        ),
        ("ML08", "Model Skewing", "Model Skewing"),
        ("ML09", "Output Integrity Attack", "Output Integrity Attack"),
        ("ML10", "Neural Net Reprogramming", "Model Poisoning"),
    ];
    assert_eq!(catalog().entries().threats.len(), names.len());
    for (id, old, new) in names {
        let threat = catalog().threat(id).unwrap();
        assert_eq!(threat.names[&Edition::V02], *old);
        assert_eq!(threat.names[&Edition::V03], *new);
    }
}

#[test]
fn only_ml06_lists_other_preventions_in_the_current_edition() {
    for (id, threat) in &catalog().entries().threats {
        let same = threat.preventions[&Edition::V02] == threat.preventions[&Edition::V03];
        assert_eq!(same, id != "ML06", "{id}");
    }
    let ml06 = catalog().threat("ML06").unwrap();
    assert_eq!(ml06.preventions[&Edition::V02].len(), 7);
    assert_eq!(ml06.preventions[&Edition::V03].len(), 4);
}

#[test]
fn an_affected_finding_names_the_threat_as_the_edition_does() {
    let text = "actor.end_user user in net; serve.api api in prod; client.decision act in prod; user -> api infer_in; api -> act infer_out";
    let said = |edition: &str| {
        draw(&format!("{text}; edition {edition}"))
            .finding("ML01@act")
            .statement
            .clone()
    };
    assert!(said("0.2").contains("Adversarial Attack"));
    assert!(said("0.3").contains("Input Manipulation Attack"));
}

#[test]
fn repurposing_a_model_by_inputs_is_ml01_and_never_ml10() {
    for edition in ["0.2", "0.3"] {
        let drawn = draw(&format!(
            "actor.anonymous anyone in net; serve.api api in prod exposure=anonymous_public; anyone -> api infer_in; api -> anyone infer_out; edition {edition}"
        ));
        assert_eq!(drawn.says("ML01@api"), "applies");
        assert_eq!(drawn.says("ML10@api"), "ML10.N1");
    }
}
