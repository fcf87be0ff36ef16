//! The structure tree as PDF objects, and the links as annotations that belong to it.

use lopdf::{Dictionary, Document, Error, Object, ObjectId, dictionary};

use super::finish::{name, text};
use crate::report::typeset::Typeset;
use crate::report::typeset::display::Item;
use crate::report::typeset::structure::{Attribute, Elem, Kid};

/// Writes the tree and returns its root.
pub(super) fn structure(
    document: &mut Document,
    set: &Typeset<'_>,
    pages: &[ObjectId],
) -> Result<ObjectId, Error> {
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = set
        .structure
        .elems
        .iter()
        .map(|_| document.new_object_id())
        .collect();
    let mut parents: Vec<(i64, Object)> = Vec::new();
    for (number, page) in set.pages.iter().enumerate() {
        let owners: Vec<Object> = page
            .owners
            .iter()
            .map(|elem| Object::Reference(ids[*elem]))
            .collect();
        parents.push((integer(number), owners.into()));
    }
    let links = links(document, set, pages, &ids, &mut parents)?;
    for (number, elem) in set.structure.elems.iter().enumerate() {
        let parent = if number == 0 { root } else { ids[elem.parent] };
        let height = |page: usize| set.pages[page].height;
        let object = element(elem, parent, &ids, pages, &links, &height);
        document.objects.insert(ids[number], object.into());
    }
    let next = integer(parents.len());
    let numbers: Vec<Object> = parents
        .into_iter()
        .flat_map(|(key, value)| [key.into(), value])
        .collect();
    let parent_tree = document.add_object(dictionary! { "Nums" => numbers });
    let tree = dictionary! {
        "Type" => name("StructTreeRoot"),
        "K" => vec![Object::Reference(ids[0])],
        "ParentTree" => Object::Reference(parent_tree),
        "ParentTreeNextKey" => next,
    };
    document.objects.insert(root, tree.into());
    Ok(root)
}

fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Gives every link an object of its own, words for those who cannot see it, and its place in the tree.
fn links(
    document: &mut Document,
    set: &Typeset<'_>,
    pages: &[ObjectId],
    ids: &[ObjectId],
    parents: &mut Vec<(i64, Object)>,
) -> Result<Vec<Vec<ObjectId>>, Error> {
    let mut all = Vec::new();
    for (number, page) in set.pages.iter().enumerate() {
        let painted = document
            .get_dictionary(pages[number])?
            .get(b"Annots")
            .and_then(Object::as_array)
            .cloned()
            .unwrap_or_default();
        let links = page.items.iter().filter_map(|item| match item {
            Item::Link { elem, words, .. } => Some((*elem, words)),
            _ => None,
        });
        let mut of_page = Vec::new();
        // printpdf writes links in the order in which they were painted.
        for (link, (elem, words)) in painted.into_iter().zip(links) {
            let mut link = link.as_dict()?.clone();
            // Printed along; without a colour of its own.
            link.set("F", 4);
            link.remove(b"C");
            link.set("Contents", text(words));
            link.set("StructParent", integer(parents.len()));
            parents.push((integer(parents.len()), Object::Reference(ids[elem])));
            of_page.push(document.add_object(link));
        }
        let page = document.get_object_mut(pages[number])?.as_dict_mut()?;
        if of_page.is_empty() {
            page.remove(b"Annots");
        } else {
            page.set(
                "Annots",
                of_page
                    .iter()
                    .map(|id| Object::Reference(*id))
                    .collect::<Vec<_>>(),
            );
        }
        page.set("StructParents", integer(number));
        page.set("Tabs", name("S"));
        all.push(of_page);
    }
    Ok(all)
}

fn element(
    elem: &Elem,
    parent: ObjectId,
    ids: &[ObjectId],
    pages: &[ObjectId],
    links: &[Vec<ObjectId>],
    height: &dyn Fn(usize) -> f32,
) -> Dictionary {
    let home = elem.kids.iter().find_map(|kid| match kid {
        Kid::Content { page, .. } | Kid::Link { page, .. } => Some(*page),
        Kid::Elem(_) => None,
    });
    let kids: Vec<Object> = elem
        .kids
        .iter()
        .map(|kid| kid_object(*kid, home, ids, pages, links))
        .collect();
    let mut object = dictionary! {
        "Type" => name("StructElem"),
        "S" => name(elem.tag.name()),
        "P" => Object::Reference(parent),
        "K" => kids,
    };
    if let Some(page) = home {
        object.set("Pg", Object::Reference(pages[page]));
    }
    if let Some(alt) = &elem.alt {
        object.set("Alt", text(alt));
    }
    let mut attributes: Vec<Object> = elem
        .attributes
        .iter()
        .map(|attribute| attribute_object(attribute).into())
        .collect();
    if let (Some([x, y, w, h]), Some(page)) = (elem.frame, home) {
        let foot = height(page) - y - h;
        let frame: Vec<Object> = [x, foot, x + w, foot + h].map(Object::Real).to_vec();
        attributes.push(
            dictionary! { "O" => name("Layout"), "Placement" => name("Block"), "BBox" => frame }
                .into(),
        );
    }
    if !attributes.is_empty() {
        object.set("A", attributes);
    }
    object
}

fn kid_object(
    kid: Kid,
    home: Option<usize>,
    ids: &[ObjectId],
    pages: &[ObjectId],
    links: &[Vec<ObjectId>],
) -> Object {
    match kid {
        Kid::Elem(elem) => Object::Reference(ids[elem]),
        Kid::Content { page, mcid } if Some(page) == home => integer(mcid).into(),
        Kid::Content { page, mcid } => {
            dictionary! { "Type" => name("MCR"), "Pg" => Object::Reference(pages[page]), "MCID" => integer(mcid) }.into()
        }
        Kid::Link { page, number } => dictionary! {
            "Type" => name("OBJR"),
            "Pg" => Object::Reference(pages[page]),
            "Obj" => Object::Reference(links[page][number]),
        }
        .into(),
    }
}

fn attribute_object(attribute: &Attribute) -> Dictionary {
    match attribute {
        Attribute::ColumnScope => dictionary! { "O" => name("Table"), "Scope" => name("Column") },
        Attribute::RowScope => dictionary! { "O" => name("Table"), "Scope" => name("Row") },
        Attribute::Summary(words) => dictionary! { "O" => name("Table"), "Summary" => text(words) },
        Attribute::Decimal => {
            dictionary! { "O" => name("List"), "ListNumbering" => name("Decimal") }
        }
        Attribute::Disc => dictionary! { "O" => name("List"), "ListNumbering" => name("Disc") },
    }
}
