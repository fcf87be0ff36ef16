//! Diagrams as people write them, and what must not happen to anybody.

use super::*;
use crate::catalog::Catalog;
use crate::model::ThreatModel;

fn one(text: &str) -> Diagram {
    let mut found = find(text)
        .expect("a diagram")
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.len(), 1, "one diagram");
    found.remove(0)
}

/// Nodes and links in short, to compare.
fn shape(diagram: &Diagram) -> String {
    let mut out: Vec<String> = diagram
        .nodes
        .iter()
        .map(|(key, node)| {
            let group = node.group.as_ref().map(|group| format!("@{group}"));
            format!("{key}={}{}", node.name, group.unwrap_or_default())
        })
        .collect();
    out.extend(diagram.links.iter().map(|link| {
        let label = link.label.as_ref().map(|label| format!(":{label}"));
        format!("{}>{}{}", link.from, link.to, label.unwrap_or_default())
    }));
    out.join(" | ")
}

fn error(text: &str) -> String {
    match find(text).expect("meant as a diagram") {
        Ok(diagrams) => panic!("read: {diagrams:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_flowchart_of_a_readme_is_found_in_its_fence() {
    let text = "# Title\n\n```bash\nmake\n```\n\n```mermaid\nflowchart LR\n  D[Dataset] --> T[Trainer]\n```\nmore -> text";
    assert_eq!(shape(&one(text)), "D=Dataset | T=Trainer | D>T");
}

#[test]
fn arrows_of_every_kind_are_read() {
    for (text, links) in [
        ("A-->B", "A>B"),
        ("A --- B", "A>B"),
        ("A -.-> B", "A>B"),
        ("A ==> B", "A>B"),
        ("A <--> B", "A>B | B>A"),
        ("A -->|images| B", "A>B:images"),
        ("A -- images --> B", "A>B:images"),
        ("A -. e-mail .-> B", "A>B:e-mail"),
        ("A == \"raw: data\" ==> B", "A>B:raw: data"),
        ("A --o B", "A>B"),
        ("A ---->|x| B", "A>B:x"),
        ("A e1@--> B", "A>B"),
        ("A --> B & C", "A>B | A>C"),
        ("A & B --> C", "A>C | B>C"),
        ("A --> B --> C", "A>B | B>C"),
    ] {
        let diagram = one(&format!("graph TD\n{text}\n"));
        let all = shape(&diagram);
        let found: Vec<&str> = all.split(" | ").filter(|part| part.contains('>')).collect();
        assert_eq!(found.join(" | "), links, "{text}");
    }
}

#[test]
fn shapes_classes_comments_and_looks_are_gone_over() {
    let text = "---\ntitle: x\n---\n%%{init: {'theme':\n'dark'}}%%\nflowchart TB; %% a comment\n\
        A([User]):::ext --> B[\"Scoring API<br/>v2\"]; B --> C[(Feature store)]\n\
        C@{ shape: cyl, label: \"Store\" }\nclassDef ext fill:#f96,stroke:#333;\nstyle A fill:#fff\nclick B \"https://x\"\n\
        linkStyle 0 stroke:#ff3\n";
    assert_eq!(
        shape(&one(text)),
        "A=User | B=Scoring API v2 | C=Store | A>B | B>C"
    );
}

#[test]
fn subgraphs_are_groups_also_inside_each_other() {
    let text = "flowchart LR\nsubgraph cloud[Cloud account]\n direction TB\n subgraph Training\n  A --> B\n end\nend\nU --> A\n";
    let diagram = one(text);
    assert_eq!(
        shape(&diagram),
        "A=A@Training | B=B@Training | U=U | A>B | U>A"
    );
    assert_eq!(diagram.groups[0].1.name, "Cloud account");
    assert_eq!(diagram.groups[1].1.parent.as_deref(), Some("cloud"));
}

#[test]
fn a_link_to_a_small_group_is_one_to_each_member() {
    let small = one("graph LR\nsubgraph G\nA\nB\nend\nU --> G\n");
    assert_eq!(shape(&small), "A=A@G | B=B@G | U=U | U>A | U>B");
    let large = one("graph LR\nsubgraph G\nA\nB\nC\nD\nend\nU --> G\n");
    assert!(large.links.is_empty());
    assert!(large.notes[0].contains("U to G"), "{:?}", large.notes);
}

#[test]
fn a_question_is_no_component() {
    let diagram = one(
        "graph LR\nE[Evaluator] --> Q{Good enough?}\nQ -- yes --> R[Registry]\nQ -- no --> T[Trainer]\n",
    );
    assert_eq!(
        shape(&diagram),
        "E=Evaluator | R=Registry | T=Trainer | E>R:yes | E>T:no"
    );
}

#[test]
fn invisible_links_are_left_out_and_noted() {
    let diagram = one("graph LR\nA ~~~ B\nA --> C\nA --> B\nlinkStyle 2 opacity:0\n");
    assert_eq!(shape(&diagram), "A=A | B=B | C=C | A>C");
    assert_eq!(diagram.notes, ["left out: invisible links (2)"]);
}

#[test]
fn a_digraph_is_read_with_its_clusters_and_defaults() {
    let text = "// exported\nstrict digraph \"pipe\" {\n  rankdir=LR; node [shape=box];\n  \
        subgraph cluster_train { label=\"Training\"; node [shape=cylinder]; lake [label=\"Data\\nlake\"]; }\n  \
        lake -> train -> {registry monitor} [label=<<b>out</b>>];\n  \"a b\" -> train [style=invis];\n  \
        registry:p1:n -> api [dir=both]; /* end */\n}\n";
    let diagram = one(text);
    assert_eq!(
        shape(&diagram),
        "lake=Data lake@cluster_train | train=train | registry=registry | monitor=monitor | a b=a b | api=api | \
         lake>train:out | train>registry:out | train>monitor:out | registry>api | api>registry"
    );
    assert_eq!(diagram.groups[0].1.name, "Training");
    assert_eq!(diagram.nodes[0].1.hint, Hint::Store);
}

#[test]
fn an_error_says_line_and_column() {
    assert_eq!(
        error("flowchart LR\n  A[Text --> B\n"),
        "line 2, column 4: the text of `A` is not closed; `]` closes it"
    );
    assert_eq!(
        error("```mermaid\ngraph LR\nA --> \n```"),
        "line 3, column 7: expected a box, such as `A[Text]`, found the end of the line"
    );
    assert!(error("graph LR\nsubgraph X\nA\n").starts_with("line 2, column 1: the subgraph `X`"));
    assert!(error("digraph { a -> }").starts_with("line 1, column 16: expected a box"));
    assert!(
        error("digraph {\n a -> b [label=\"x ]\n}").starts_with("line 2, column 16: this text")
    );
    assert!(error("sequenceDiagram\nA->>B: x").contains("shows no pipeline"));
}

#[test]
fn what_is_no_diagram_is_left_to_others() {
    for text in [
        "camera -> gateway",
        "graphite stores things",
        "",
        "add \"API\" serve.api",
        "digraphs are fun",
    ] {
        assert!(find(text).is_none(), "{text}");
    }
}

#[test]
fn a_diagram_becomes_components_zones_and_flows() {
    let catalog = Catalog::built_in().unwrap();
    let diagram = one(
        "flowchart LR\nU[Users] -->|question| A[Inference API]\nsubgraph P[Production]\nA --> M[Zorp]\nend\nT[Model trainer] -->|weights| A\n",
    );
    let drawn = drawn(
        &diagram,
        &Wishes::default(),
        &ThreatModel::default(),
        &catalog,
    );
    let model = &drawn.after;
    assert_eq!(model.components.len(), 4);
    assert_eq!(model.components["users"].kind, "actor.end_user");
    assert_eq!(model.components["inference-api"].kind, "serve.api");
    assert_eq!(
        model.components["inference-api"]
            .zone
            .as_ref()
            .unwrap()
            .as_str(),
        "production"
    );
    assert_eq!(model.components["model-trainer"].kind, "train.job");
    let told: Vec<&Told> = drawn.boxes.iter().map(|reading| &reading.told).collect();
    assert!(matches!(told[2], Told::Place), "{told:?}");
    let asks = model
        .flows
        .values()
        .find(|flow| flow.label.as_deref() == Some("question"))
        .unwrap();
    assert!(asks.carries.contains("infer_in"));
    assert!(
        drawn
            .notes
            .iter()
            .any(|note| note.starts_with("answers (1)")),
        "{:?}",
        drawn.notes
    );
    assert!(
        model
            .flows
            .values()
            .any(|flow| flow.from.as_str() == "model-trainer"
                && flow.carries.contains("weights")
                && flow.label.is_none())
    );
}

#[test]
fn taking_in_the_same_diagram_twice_adds_nothing() {
    let catalog = Catalog::built_in().unwrap();
    let diagram = one(
        "graph LR\nsubgraph Z\nA[Dataset] <--> B[Trainer]\nend\nB --> C{ok?} --> D[Registry]\n",
    );
    let first = drawn(
        &diagram,
        &Wishes::default(),
        &ThreatModel::default(),
        &catalog,
    );
    assert!(!first.ops.is_empty());
    let again = drawn(&diagram, &Wishes::default(), &first.after, &catalog);
    assert_eq!(again.ops, [], "{:?}", again.ops);
}

#[test]
fn kinds_can_be_chosen_and_zones_left_out() {
    let catalog = Catalog::built_in().unwrap();
    let diagram = one("graph LR\nsubgraph Z\nA[Zorp] --> B[Trainer]\nend\n");
    let wishes = Wishes {
        kinds: [("A".to_owned(), "data.eval_set".to_owned())].into(),
        without_zones: true,
    };
    let drawn = drawn(&diagram, &wishes, &ThreatModel::default(), &catalog);
    assert_eq!(drawn.after.components["zorp"].kind, "data.eval_set");
    assert!(drawn.after.zones.is_empty());
}

#[test]
fn a_diagram_without_end_is_refused_with_its_size() {
    let boxes: Vec<String> = (0..600).map(|n| format!("A{n} --> B{n}")).collect();
    let told = error(&format!("graph LR\n{}\n", boxes.join("\n")));
    assert!(told.contains("1200 boxes, 600 arrows"), "{told}");
}

mod hostile {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());

    /// Pieces that diagrams are made of, in any order.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "A",
            "B",
            "c d",
            "[",
            "]",
            "(",
            ")",
            "[(",
            ")]",
            "{",
            "}",
            "{{",
            "\"",
            "|",
            "-->",
            "---",
            "-.->",
            "-. ",
            "== ",
            "--",
            "-",
            "<",
            ">",
            "~~~",
            "&",
            "@",
            "@{",
            ":::",
            ";",
            "\n",
            " ",
            "subgraph ",
            "end",
            "digraph ",
            "node",
            "->",
            "=",
            ",",
            "%%",
            "/*",
            "//",
            "#",
            "\\",
            "label",
            "linkStyle 0",
            "classDef",
            "é",
            "\u{202e}",
            "x",
            "o",
            "cluster",
            "+",
        ]);
        (
            prop::sample::select(vec![
                "graph LR\n",
                "flowchart TD;",
                "digraph {",
                "graph {",
                "```mermaid\n",
                "",
            ]),
            prop::collection::vec(piece, 0..60),
        )
            .prop_map(|(head, rest)| format!("{head}{}", rest.concat()))
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), ..ProptestConfig::with_cases(400) })]

        #[test]
        fn any_text_is_read_or_refused_and_the_same_twice(text in pieces()) {
            let first = find(&text);
            prop_assert_eq!(&first, &find(&text));
            for diagram in first.and_then(Result::ok).into_iter().flatten().take(1) {
                let drawn = drawn(&diagram, &Wishes::default(), &ThreatModel::default(), &CATALOG);
                prop_assert!(crate::model::check(&drawn.after).is_empty());
            }
        }

        #[test]
        fn letters_of_any_kind_are_read_or_refused(text in "\\PC{0,80}") {
            let _ = find(&format!("graph LR\n{text}"));
            let _ = find(&format!("digraph {{{text}"));
        }
    }
}

#[test]
fn what_the_author_drew_as_a_store_is_one_and_who_asks_a_model_sends_a_request() {
    let catalog = Catalog::built_in().unwrap();
    let diagram = one(
        "graph LR\nU[Mobile user] --> A[Mobile app] --> M[Vision model]\nG[API gateway] --> M\nM --> D[(Predictions)]\n\
         R[(Model registry)] --> M\n",
    );
    let drawn = drawn(
        &diagram,
        &Wishes::default(),
        &ThreatModel::default(),
        &catalog,
    );
    let kind = |id: &str| drawn.after.components[id].kind.as_str();
    assert_eq!(kind("predictions"), "data.internal_store");
    assert_eq!(kind("model-registry"), "model.registry");
    assert_eq!(kind("mobile-user"), "actor.end_user");
    assert_eq!(kind("mobile-app"), "client.app");
    for from in ["mobile-app", "api-gateway"] {
        let flow = drawn.after.flows.values();
        let asks = |flow: &&crate::model::Flow| {
            flow.from.as_str() == from && flow.to.as_str() == "vision-model"
        };
        let flow = flow.clone().find(asks);
        let carries: Vec<&String> = flow.unwrap().carries.iter().collect();
        assert_eq!(carries, ["infer_in"], "{from}");
    }
}
