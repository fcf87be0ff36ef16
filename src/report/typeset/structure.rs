//! The structure tree: what a screen reader walks through. It grows while pages are laid out, so that what is read aloud can
//! never differ from what is drawn.

/// An element's place in the tree.
pub(in crate::report) type ElemId = usize;

/// What an element holds, in reading order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) enum Kid {
    Elem(ElemId),
    /// Marked content on a page.
    Content {
        page: usize,
        mcid: usize,
    },
    /// The n-th link of a page.
    Link {
        page: usize,
        number: usize,
    },
}

/// The standard structure types that the report uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Tag {
    Document,
    Sect,
    Part,
    H1,
    H2,
    H3,
    P,
    L,
    LI,
    Lbl,
    LBody,
    Table,
    THead,
    TBody,
    TR,
    TH,
    TD,
    Toc,
    Toci,
    Reference,
    Link,
    Figure,
    Caption,
}

impl Tag {
    /// The name in the file.
    pub(in crate::report) fn name(self) -> &'static str {
        match self {
            Tag::Document => "Document",
            Tag::Sect => "Sect",
            Tag::Part => "Part",
            Tag::H1 => "H1",
            Tag::H2 => "H2",
            Tag::H3 => "H3",
            Tag::P => "P",
            Tag::L => "L",
            Tag::LI => "LI",
            Tag::Lbl => "Lbl",
            Tag::LBody => "LBody",
            Tag::Table => "Table",
            Tag::THead => "THead",
            Tag::TBody => "TBody",
            Tag::TR => "TR",
            Tag::TH => "TH",
            Tag::TD => "TD",
            Tag::Toc => "TOC",
            Tag::Toci => "TOCI",
            Tag::Reference => "Reference",
            Tag::Link => "Link",
            Tag::Figure => "Figure",
            Tag::Caption => "Caption",
        }
    }
}

/// What an element says about itself beyond its type.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) enum Attribute {
    /// A heading cell belongs to its column.
    ColumnScope,
    /// A heading cell belongs to its row.
    RowScope,
    /// What a table shows.
    Summary(String),
    /// The list is counted.
    Decimal,
    /// The list has bullets.
    Disc,
}

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Elem {
    pub tag: Tag,
    pub parent: ElemId,
    pub kids: Vec<Kid>,
    /// What a reader who cannot see it hears instead.
    pub alt: Option<String>,
    /// Where a figure stands: left, top, width, height.
    pub frame: Option<[f32; 4]>,
    pub attributes: Vec<Attribute>,
}

/// The tree, as a list whose first element is the document.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Structure {
    pub elems: Vec<Elem>,
    current: ElemId,
}

impl Default for Structure {
    fn default() -> Self {
        Self {
            elems: vec![new_elem(Tag::Document, 0)],
            current: 0,
        }
    }
}

fn new_elem(tag: Tag, parent: ElemId) -> Elem {
    Elem {
        tag,
        parent,
        kids: Vec::new(),
        alt: None,
        frame: None,
        attributes: Vec::new(),
    }
}

impl Structure {
    /// The element that content belongs to now.
    pub(super) fn current(&self) -> ElemId {
        self.current
    }

    /// Opens an element inside the current one.
    pub(super) fn open(&mut self, tag: Tag) -> ElemId {
        let id = self.elems.len();
        self.elems.push(new_elem(tag, self.current));
        self.elems[self.current].kids.push(Kid::Elem(id));
        self.current = id;
        id
    }

    /// Goes back to an element that was opened before, to put more into it.
    pub(super) fn reopen(&mut self, elem: ElemId) -> ElemId {
        std::mem::replace(&mut self.current, elem)
    }

    pub(super) fn close(&mut self) {
        self.current = self.elems[self.current].parent;
    }

    pub(super) fn add(&mut self, kid: Kid) {
        self.elems[self.current].kids.push(kid);
    }

    pub(super) fn elem(&mut self, id: ElemId) -> &mut Elem {
        &mut self.elems[id]
    }
}
