//! Which open facts could move which ratings: what a fact is worth that settles no verdict, and only raises or lowers a
//! risk.

use super::facts::{FactNumber, Key};
use super::graph::Node;
use super::judge::Judge;
use super::program::{Code, Program, Start};
use super::rate::{answered, stakes};

/// Remembers the facts that a finding's rating looks at, each once, with the finding's weight.
pub(super) fn note_moves(judge: &Judge, program: &Program, node: Node, weight: u32) {
    let mut cells: Vec<usize> = Vec::new();
    let facts = judge.graph.facts.count();
    read_by(judge, program, node, &mut |at, fact| {
        if !judge.graph.said(at, fact).is_answered() {
            cells.push(at * facts + fact);
        }
    });
    cells.sort_unstable();
    cells.dedup();
    let mut moves = judge.moves.borrow_mut();
    for cell in cells {
        moves[cell] += weight;
    }
}

/// Tells every fact that the rating of a threat looks at, seen from a component.
fn read_by(judge: &Judge, program: &Program, node: Node, tell: &mut dyn FnMut(Node, FactNumber)) {
    let steps = program.likelihood.steps.iter();
    for step in steps.chain(&program.impact.steps) {
        in_code(judge, &step.when, node, tell);
    }
    in_start(judge, &program.impact.of, node, tell);
}

fn in_code(judge: &Judge, code: &Code, node: Node, tell: &mut dyn FnMut(Node, FactNumber)) {
    match code {
        Code::Fact(fact, _) => tell(node, *fact),
        Code::All(parts) | Code::Any(parts) => {
            for part in parts {
                in_code(judge, part, node, tell);
            }
        }
        Code::Not(part) | Code::Known(part) => in_code(judge, part, node, tell),
        Code::Some(set, part) | Code::No(set, part) | Code::Count(set, _, part)
            if !set.is_of_flows() =>
        {
            for member in judge.members(*set, node).iter() {
                in_code(judge, part, member.node, tell);
            }
        }
        _ => {}
    }
}

fn in_start(judge: &Judge, start: &Start, node: Node, tell: &mut dyn FnMut(Node, FactNumber)) {
    match start {
        Start::Own(table) => tell(node, table.fact),
        Start::Highest(set, table) => {
            for member in judge.members(*set, node).iter() {
                tell(member.node, table.fact);
            }
        }
        Start::Stakes => tell_stakes(judge, &stakes(judge, node).consumers, tell),
        Start::AnswerStakes => tell_stakes(judge, &answered(judge, node), tell),
        Start::Larger(parts) => {
            for part in parts {
                in_start(judge, part, node, tell);
            }
        }
        Start::Fixed(_) | Start::ByKind(_) => {}
    }
}

fn tell_stakes(judge: &Judge, consumers: &[Node], tell: &mut dyn FnMut(Node, FactNumber)) {
    if let Some(fact) = judge.graph.facts.key(Key::DecisionImpact) {
        for consumer in consumers {
            tell(*consumer, fact);
        }
    }
}
