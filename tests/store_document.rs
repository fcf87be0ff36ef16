//! What always holds for documents: as text, and under changes.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod generate;
mod steady;

use bartizan::model::{Change, Document, ThreatModel, check, text};
use generate::threat_model;
use proptest::prelude::*;
use proptest::sample::Index;
use steady::steady;

fn change(from: &ThreatModel, to: &ThreatModel) -> Change {
    Change {
        label: "Become another".into(),
        by: "proptest".into(),
        at: 0,
        edits: from.edits_to(to),
    }
}

proptest! {
    #![proptest_config(steady(96))]

    #[test]
    fn what_was_written_reads_back_the_same_and_writes_the_same(model in threat_model()) {
        let written = text::write(&model);
        let parsed = text::read(&written).map_err(|told| TestCaseError::fail(bartizan::model::render(&told)))?;
        prop_assert_eq!(&parsed.model, &model);
        prop_assert!(!parsed.comments);
        prop_assert_eq!(text::write(&parsed.model), written);
    }

    #[test]
    fn every_entry_of_a_written_document_has_its_place(model in threat_model()) {
        let written = text::write(&model);
        let places = text::read(&written).unwrap().places;
        for key in model.components.keys() {
            let place = places.key(&format!("components/{key}")).unwrap();
            let line = written.lines().nth(place.line - 1).unwrap();
            prop_assert_eq!(&line[place.column - 1..], format!("\"{key}\": ("));
        }
        prop_assert!(places.twice().is_empty());
    }

    #[test]
    fn reading_never_panics_on_any_text(text in "\\PC*|[(){}\\[\\]:,\"'/*#!a-z0-9 \n\\\\]{0,80}") {
        let _ = text::read(&text);
    }

    #[test]
    fn reading_never_panics_on_a_damaged_document(
        model in threat_model(),
        cut in any::<Index>(),
        at in any::<Index>(),
        junk in "[(){}\\[\\]:,\"'/*#a-z0-9ä \n\\\\-]{0,6}",
    ) {
        let written: Vec<char> = text::write(&model).chars().collect();
        let (cut, at) = (cut.index(written.len()), at.index(written.len()));
        let mut damaged: String = written[..cut.min(at)].iter().collect();
        damaged.push_str(&junk);
        damaged.extend(&written[cut.max(at)..]);
        if let Err(told) = text::read(&damaged) {
            prop_assert!(!told.is_empty());
            for one in &told {
                prop_assert!(one.place.is_some() || one.message.contains("empty"), "{}", one);
            }
        }
    }

    #[test]
    fn undo_all_is_the_start_and_redo_all_the_end(start in threat_model(), steps in prop::collection::vec(threat_model(), 1..5)) {
        let mut document = Document::new(start.clone());
        for step in &steps {
            let change = change(document.model(), step);
            document.apply(change).unwrap();
        }
        let end = document.model().clone();
        while document.undo().unwrap().is_some() {}
        prop_assert_eq!(document.model(), &start);
        prop_assert!(!document.is_dirty());
        while document.redo().unwrap().is_some() {}
        prop_assert_eq!(document.model(), &end);
    }

    #[test]
    fn an_edit_with_a_wrong_from_is_refused_and_changes_nothing(
        start in threat_model(), other in threat_model(), third in threat_model(), which in any::<Index>(),
    ) {
        let mut change = change(&start, &other);
        prop_assume!(!change.edits.is_empty());
        let edit = which.index(change.edits.len());
        let wrong = third.get(&change.edits[edit].key);
        prop_assume!(wrong != change.edits[edit].from);
        change.edits[edit].from = wrong;
        let mut model = start.clone();
        prop_assert!(model.apply(&change).is_err());
        prop_assert_eq!(model, start);
    }

    #[test]
    fn part_of_a_change_is_refused_whole_or_leaves_a_sound_document(
        start in threat_model(), other in threat_model(), keep in prop::collection::vec(any::<bool>(), 40),
    ) {
        let mut change = change(&start, &other);
        let mut kept = keep.iter().cycle();
        change.edits.retain(|_| *kept.next().unwrap());
        let mut model = start.clone();
        if model.apply(&change).is_ok() {
            prop_assert!(check(&model).is_empty());
        } else {
            prop_assert_eq!(model, start);
        }
    }
}
