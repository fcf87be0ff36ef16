//! The nested outline ("bookmarks"). printpdf writes a flat one, sorted by title.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::finish::{name, text};
use crate::report::typeset::{OutlineEntry, Typeset};

/// Writes the outline tree; none for a report without headings.
pub(super) fn outline(
    document: &mut Document,
    set: &Typeset<'_>,
    pages: &[ObjectId],
) -> Option<ObjectId> {
    if set.outline.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = set
        .outline
        .iter()
        .map(|_| document.new_object_id())
        .collect();
    let parents = parents(&set.outline);
    let children = |parent: Option<usize>| -> Vec<usize> {
        (0..ids.len())
            .filter(|entry| parents[*entry] == parent)
            .collect()
    };
    for (number, entry) in set.outline.iter().enumerate() {
        let siblings = children(parents[number]);
        let place = siblings
            .iter()
            .position(|sibling| *sibling == number)
            .unwrap_or(0);
        let top = set.pages[entry.page].height - entry.y;
        let mut item = dictionary! {
            "Title" => text(&entry.title),
            "Parent" => Object::Reference(parents[number].map_or(root, |parent| ids[parent])),
            "Dest" => vec![Object::Reference(pages[entry.page]), name("XYZ"), Object::Real(0.0), Object::Real(top), Object::Null],
        };
        if place > 0 {
            item.set("Prev", Object::Reference(ids[siblings[place - 1]]));
        }
        if let Some(next) = siblings.get(place + 1) {
            item.set("Next", Object::Reference(ids[*next]));
        }
        let inner = children(Some(number));
        if let (Some(first), Some(last)) = (inner.first(), inner.last()) {
            item.set("First", Object::Reference(ids[*first]));
            item.set("Last", Object::Reference(ids[*last]));
            // Negative: closed until the reader opens it.
            item.set("Count", -count(inner.len()));
        }
        document.objects.insert(ids[number], item.into());
    }
    let top = children(None);
    let mut item = dictionary! { "Type" => name("Outlines"), "Count" => count(top.len()) };
    if let (Some(first), Some(last)) = (top.first(), top.last()) {
        item.set("First", Object::Reference(ids[*first]));
        item.set("Last", Object::Reference(ids[*last]));
    }
    document.objects.insert(root, item.into());
    Some(root)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The entry above each: the last one before it that is less deep.
fn parents(entries: &[OutlineEntry]) -> Vec<Option<usize>> {
    let mut path: Vec<usize> = Vec::new();
    let mut parents = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        while path
            .last()
            .is_some_and(|above| entries[*above].level >= entry.level)
        {
            path.pop();
        }
        parents.push(path.last().copied());
        path.push(number);
    }
    parents
}
