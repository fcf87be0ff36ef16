//! The structure tree as PDF objects, and the links as annotations that belong to it. A report has tens of thousands of both, so
//! they are written as bytes at once.

use std::io::Write as _;

use lopdf::{Dictionary, Document, Error, Object, ObjectId, dictionary};

use super::finish::{name, text};
use super::write::{Raw, put, put_dictionary};
use crate::report::typeset::Typeset;
use crate::report::typeset::display::Item;
use crate::report::typeset::structure::{Attribute, Elem, Kid};

/// Writes the tree and returns its root.
pub(super) fn structure(
    document: &mut Document,
    set: &Typeset<'_>,
    pages: &[ObjectId],
    raw: &mut Raw,
) -> Result<ObjectId, Error> {
    let root = document.new_object_id();
    let ids: Vec<u32> = set
        .structure
        .elems
        .iter()
        .map(|_| document.new_object_id().0)
        .collect();
    let tree = Tree {
        set,
        pages,
        root: root.0,
        links: links(document, set, pages, raw)?,
        ids,
    };
    for (number, elem) in set.structure.elems.iter().enumerate() {
        raw.add(tree.ids[number], |out| tree.put_element(out, number, elem));
    }
    let parents = document.new_object_id();
    raw.add(parents.0, |out| tree.put_parents(out));
    let links: usize = tree.links.iter().map(Vec::len).sum();
    let object = dictionary! {
        "Type" => name("StructTreeRoot"),
        "K" => vec![Object::Reference((tree.ids[0], 0))],
        "ParentTree" => Object::Reference(parents),
        "ParentTreeNextKey" => integer(pages.len() + links),
    };
    document.objects.insert(root, object.into());
    Ok(root)
}

fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A link's object and the element that it belongs to.
struct Link {
    id: u32,
    elem: usize,
}

/// Gives every link an object of its own, words for those who cannot see it, and its place in the tree.
fn links(
    document: &mut Document,
    set: &Typeset<'_>,
    pages: &[ObjectId],
    raw: &mut Raw,
) -> Result<Vec<Vec<Link>>, Error> {
    let mut all = Vec::new();
    // In the tree of parents, the links follow the pages.
    let mut next = pages.len();
    for (number, page) in set.pages.iter().enumerate() {
        let found = document.get_object_mut(pages[number])?.as_dict_mut()?;
        let painted = match found.remove(b"Annots") {
            Some(Object::Array(painted)) => painted,
            _ => Vec::new(),
        };
        found.set("StructParents", integer(number));
        found.set("Tabs", name("S"));
        let links = page.items.iter().filter_map(|item| match item {
            Item::Link { elem, words, .. } => Some((*elem, words)),
            _ => None,
        });
        let mut of_page = Vec::new();
        // printpdf writes links in the order in which they were painted.
        for (link, (elem, words)) in painted.into_iter().zip(links) {
            let Object::Dictionary(mut link) = link else {
                continue;
            };
            // Printed along; without a colour of its own.
            link.set("F", 4);
            link.remove(b"C");
            link.set("Contents", text(words));
            link.set("StructParent", integer(next));
            next += 1;
            let id = document.new_object_id().0;
            raw.add(id, |out| put_dictionary(out, &link));
            of_page.push(Link { id, elem });
        }
        if !of_page.is_empty() {
            let references = of_page.iter().map(|link| Object::Reference((link.id, 0)));
            let references: Vec<Object> = references.collect();
            let page = document.get_object_mut(pages[number])?.as_dict_mut()?;
            page.set("Annots", references);
        }
        all.push(of_page);
    }
    Ok(all)
}

/// What elements need to know of each other.
struct Tree<'t, 'f> {
    set: &'t Typeset<'f>,
    pages: &'t [ObjectId],
    root: u32,
    /// The object of each element.
    ids: Vec<u32>,
    /// The links of each page.
    links: Vec<Vec<Link>>,
}

impl Tree<'_, '_> {
    fn put_element(&self, out: &mut Vec<u8>, number: usize, elem: &Elem) {
        let home = elem.kids.iter().find_map(|kid| match kid {
            Kid::Content { page, .. } | Kid::Link { page, .. } => Some(*page),
            Kid::Elem(_) => None,
        });
        let parent = if number == 0 {
            self.root
        } else {
            self.ids[elem.parent]
        };
        let tag = elem.tag.name();
        let _ = write!(out, "<</Type/StructElem/S/{tag}/P {parent} 0 R/K[");
        for (place, kid) in elem.kids.iter().enumerate() {
            if place > 0 {
                out.push(b' ');
            }
            self.put_kid(out, *kid, home);
        }
        out.push(b']');
        if let Some(page) = home {
            let _ = write!(out, "/Pg {} 0 R", self.pages[page].0);
        }
        if let Some(alt) = &elem.alt {
            out.extend_from_slice(b"/Alt");
            put(out, &text(alt));
        }
        let attributes = self.attributes(elem, home);
        if !attributes.is_empty() {
            out.extend_from_slice(b"/A");
            put(out, &attributes.into());
        }
        out.extend_from_slice(b">>");
    }

    fn put_kid(&self, out: &mut Vec<u8>, kid: Kid, home: Option<usize>) {
        let _ = match kid {
            Kid::Elem(elem) => write!(out, "{} 0 R", self.ids[elem]),
            Kid::Content { page, mcid } if Some(page) == home => write!(out, "{mcid}"),
            Kid::Content { page, mcid } => {
                let page = self.pages[page].0;
                write!(out, "<</Type/MCR/Pg {page} 0 R/MCID {mcid}>>")
            }
            Kid::Link { page, number } => {
                let (object, page) = (self.links[page][number].id, self.pages[page].0);
                write!(out, "<</Type/OBJR/Pg {page} 0 R/Obj {object} 0 R>>")
            }
        };
    }

    fn attributes(&self, elem: &Elem, home: Option<usize>) -> Vec<Object> {
        let mut attributes: Vec<Object> = elem
            .attributes
            .iter()
            .map(|attribute| attribute_object(attribute).into())
            .collect();
        if let (Some([x, y, w, h]), Some(page)) = (elem.frame, home) {
            let foot = self.set.pages[page].height - y - h;
            let frame: Vec<Object> = [x, foot, x + w, foot + h].map(Object::Real).to_vec();
            let layout = dictionary! { "O" => name("Layout"), "Placement" => name("Block"), "BBox" => frame };
            attributes.push(layout.into());
        }
        attributes
    }

    /// The way back from what stands on a page, and from each link, to its element.
    fn put_parents(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<</Nums[");
        for (number, page) in self.set.pages.iter().enumerate() {
            let _ = write!(out, "{number}[");
            for elem in &page.owners {
                let _ = write!(out, "{} 0 R ", self.ids[*elem]);
            }
            out.push(b']');
        }
        for (place, link) in self.links.iter().flatten().enumerate() {
            let key = self.pages.len() + place;
            let _ = write!(out, "{key} {} 0 R ", self.ids[link.elem]);
        }
        out.extend_from_slice(b"]>>");
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
