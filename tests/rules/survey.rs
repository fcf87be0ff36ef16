//! What is said of every kind where nothing is drawn around it, threat by threat. Read the snapshot by eye: it is the list of
//! places where a threat cannot start, with the reason that is given there.

use crate::draw::{catalog, draw};

#[test]
fn every_kind_alone_is_told_why_a_threat_is_not_there() {
    let entries = catalog().entries();
    let mut lines = Vec::new();
    for kind in entries.kinds.keys() {
        let drawn = draw(&format!("{kind} it in prod"));
        let says: Vec<String> = entries
            .threats
            .keys()
            .map(|threat| {
                let said = drawn.says(&format!("{threat}@it"));
                said.strip_prefix(&format!("{threat}."))
                    .unwrap_or(&said)
                    .to_owned()
            })
            .map(|said| {
                if said == "needs an answer" {
                    "?".into()
                } else {
                    said
                }
            })
            .collect();
        lines.push(format!("{kind:<26} {}", says.join(" ")));
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("every-kind-alone", lines.join("\n"));
    });
}

#[test]
fn every_reason_of_every_threat_is_given_somewhere() {
    let told: Vec<String> = [
        include_str!("ml01.rs"),
        include_str!("ml02.rs"),
        include_str!("ml03.rs"),
        include_str!("ml04.rs"),
        include_str!("ml05.rs"),
        include_str!("ml06.rs"),
        include_str!("ml07.rs"),
        include_str!("ml08.rs"),
        include_str!("ml09.rs"),
        include_str!("ml10.rs"),
        include_str!("reasons.rs"),
    ]
    .map(str::to_owned)
    .into();
    for threat in catalog().entries().threats.values() {
        for reason in &threat.rule.reasons {
            let tested = told
                .iter()
                .any(|text| text.contains(&format!("\"{}\"", reason.code)));
            assert!(tested, "no test expects {}", reason.code);
        }
    }
}
