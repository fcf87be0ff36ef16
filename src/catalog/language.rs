//! The rule language as a page for people, made from the code so that the two cannot drift.

use std::fmt::Write as _;

use super::Source;
use super::rule::{FlowTest, NodeTest, Predicate, Set};

/// A commented catalogue to begin with; it is sound and its tests pass.
pub const EXAMPLE: Source<'static> = Source {
    name: "catalogs/example.ron",
    text: include_str!("../../catalogs/example.ron"),
};

/// Tests of a fact's value, as rules write them.
const TESTS: &[(&str, &str)] = &[
    ("Yes", "The value is `yes`."),
    ("No", "The value is `no`."),
    (
        "In([\"a\", \"b\"])",
        "The value is one of these; of a fact that is a set, any member counts.",
    ),
    (
        "AtLeast(\"a\")",
        "At least as dangerous as this, in the order of the fact's values.",
    ),
    ("AtMost(\"a\")", "At most as dangerous as this."),
];

/// Where an impact starts, as rules write it.
const BASES: &[(&str, &str)] = &[
    ("Fixed(3)", "A number of 1 to 5."),
    (
        "Stakes",
        "The stakes of the decisions that rest on the component: none 1, low 2, moderate 3, high 4, safety 5.",
    ),
    (
        "AnswerStakes",
        "The same of the decisions that rest on the answers at the component or behind it.",
    ),
    (
        "Own(\"fact\", {\"value\": 3})",
        "The component's own value of a fact, by table.",
    ),
    (
        "Highest(data, \"fact\", {\"value\": 3})",
        "The highest value of a fact in a set, by table.",
    ),
    (
        "ByKind([([\"serve.*\"], 4), ([\"*\"], 3)])",
        "The first pattern that fits the component's kind.",
    ),
    ("Larger([Stakes, Fixed(2)])", "The larger of several."),
];

/// How a step changes a number, as rules write it.
const OPERATIONS: &[(&str, &str)] = &[
    ("add(1)", "Adds so much; `add(-1)` takes away."),
    ("at_least(4)", "Raises it to at least this."),
    ("at_most(2)", "Lowers it to at most this."),
];

impl Predicate {
    /// One of each form, with what it means. Adding a form without a line here does not compile: see `number`.
    const FORMS: [(&'static str, &'static str); 18] = [
        ("Always", "Holds always."),
        ("All([p, q])", "Every part holds."),
        ("Any([p, q])", "At least one part holds."),
        ("Not(p)", "The part does not hold."),
        (
            "Known(p)",
            "The part holds for certain; an open question counts as not so. Only for what takes a threat away.",
        ),
        (
            "Kind([\"serve.*\", \"llm.agent\"])",
            "The component's kind is one of these; `serve.*` is every kind of that prefix.",
        ),
        (
            "Family([\"Data sources\"])",
            "The component's family is one of these.",
        ),
        (
            "Fact(\"fact\", Yes)",
            "A fact of the component passes a test.",
        ),
        (
            "Is(exposed)",
            "Something that is worked out from the drawing holds for the component.",
        ),
        (
            "Flow(crosses)",
            "An attribute of the flow; only inside a set of flows.",
        ),
        (
            "Carries([\"weights\"])",
            "The flow carries one of these; only inside a set of flows.",
        ),
        ("Some(data, p)", "Some member of a set passes."),
        (
            "Every(data, p)",
            "Every member of a set passes; holds for an empty set.",
        ),
        (
            "Count(data, 2, p)",
            "At least so many members of a set pass.",
        ),
        (
            "Primary",
            "The threat's primary finding stands at the component; only inside `affected`.",
        ),
        ("Insider", "Insiders count as attackers in this document."),
        (
            "Edition(\"0.3\")",
            "The document's edition of the OWASP ML Top 10.",
        ),
        (
            "Switch(\"prompt_injection\")",
            "A switch of the document is on; switches are on unless switched off.",
        ),
    ];

    /// The place of a predicate's form in [`Self::FORMS`].
    #[cfg(test)]
    fn number(&self) -> usize {
        match self {
            Self::Always => 0,
            Self::All(_) => 1,
            Self::Any(_) => 2,
            Self::Not(_) => 3,
            Self::Known(_) => 4,
            Self::Kind(_) => 5,
            Self::Family(_) => 6,
            Self::Fact(..) => 7,
            Self::Is(_) => 8,
            Self::Flow(_) => 9,
            Self::Carries(_) => 10,
            Self::Some(..) => 11,
            Self::Every(..) => 12,
            Self::Count(..) => 13,
            Self::Primary => 14,
            Self::Insider => 15,
            Self::Edition(_) => 16,
            Self::Switch(_) => 17,
        }
    }
}

/// The tables of the rule language, as Markdown: the generated part of `catalogs/README.md`.
#[must_use]
pub fn language() -> String {
    let mut page = String::new();
    table(
        &mut page,
        "Conditions",
        "`p` and `q` stand for any condition.",
        "condition",
        Predicate::FORMS,
    );
    table(
        &mut page,
        "Tests of a fact",
        "Inside `Fact(\"name\", …)`.",
        "test",
        TESTS.iter().copied(),
    );
    let nodes = NodeTest::ALL
        .iter()
        .map(|test| (test.as_str(), test.meaning()));
    table(
        &mut page,
        "What the drawing says of a component",
        "Inside `Is(…)`.",
        "name",
        nodes,
    );
    let flows = FlowTest::ALL
        .iter()
        .map(|test| (test.as_str(), test.meaning()));
    table(
        &mut page,
        "What the drawing says of a flow",
        "Inside `Flow(…)`.",
        "name",
        flows,
    );
    let of_components = Set::ALL.iter().filter(|set| !set.is_of_flows());
    let sets = of_components.map(|set| (set.as_str(), set.meaning()));
    table(
        &mut page,
        "Sets of components",
        "Inside `Some`, `Every`, `Count` and `Highest`, seen from the component at hand.",
        "set",
        sets,
    );
    let of_flows = Set::ALL.iter().filter(|set| set.is_of_flows());
    let sets = of_flows.map(|set| (set.as_str(), set.meaning()));
    table(
        &mut page,
        "Sets of flows",
        "Inside `Some`, `Every` and `Count`; the condition then speaks of a flow.",
        "set",
        sets,
    );
    table(
        &mut page,
        "Where an impact starts",
        "In `impact: (of: …)`.",
        "basis",
        BASES.iter().copied(),
    );
    table(
        &mut page,
        "Steps of a rating",
        "In `(op: …, when: …, because: \"…\")`.",
        "operation",
        OPERATIONS.iter().copied(),
    );
    page.trim_end().to_owned()
}

fn table<'a>(
    page: &mut String,
    title: &str,
    lead: &str,
    column: &str,
    rows: impl IntoIterator<Item = (&'a str, &'a str)>,
) {
    let _ = write!(
        page,
        "### {title}\n\n{lead}\n\n| {column} | meaning |\n| --- | --- |\n"
    );
    for (name, meaning) in rows {
        let _ = writeln!(page, "| `{name}` | {meaning} |");
    }
    page.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::rule::{Basis, Op, Test};
    use crate::model::text::options;

    #[test]
    fn every_form_in_the_tables_can_be_read() {
        for (number, (form, _)) in Predicate::FORMS.into_iter().enumerate() {
            let written = form
                .replace("p, q", "Always")
                .replace("(p)", "(Always)")
                .replace(", p)", ", Always)");
            let read: Predicate = options()
                .from_str(&written)
                .unwrap_or_else(|e| panic!("{form}: {e}"));
            assert_eq!(read.number(), number, "{form}");
        }
        for (form, _) in TESTS {
            options()
                .from_str::<Test>(form)
                .unwrap_or_else(|e| panic!("{form}: {e}"));
        }
        for (form, _) in BASES {
            options()
                .from_str::<Basis>(form)
                .unwrap_or_else(|e| panic!("{form}: {e}"));
        }
        for (form, _) in OPERATIONS {
            options()
                .from_str::<Op>(form)
                .unwrap_or_else(|e| panic!("{form}: {e}"));
        }
    }

    #[test]
    fn the_page_says_what_the_code_says() {
        let page = include_str!("../../catalogs/README.md");
        let (_, rest) = page.split_once("<!-- generated -->\n").unwrap();
        let (generated, _) = rest.split_once("\n<!-- end of generated -->").unwrap();
        // `cargo test the_page_says_what_the_code_says -- --nocapture` prints what has to stand there.
        if generated != language() {
            println!("{}", language());
        }
        assert!(
            generated == language(),
            "catalogs/README.md is behind the code; see above"
        );
    }

    #[test]
    fn the_example_is_sound_and_replaces_nothing() {
        let catalog = crate::catalog::Catalog::built_in().unwrap();
        let catalog = catalog.with(EXAMPLE).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(catalog.replacements(), []);
    }
}
