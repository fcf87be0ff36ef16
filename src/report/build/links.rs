//! Takes links out that would lead to a chapter which a shorter report does not have. Their words stay.

use std::collections::BTreeSet;

use crate::report::blocks::{
    Block, Drawing, Fact, FigureKind, MatrixCell, Report, Span, Style, Target,
};

/// Keeps the links whose target is in the report; the others become plain text.
pub(super) fn keep_those_that_lead_somewhere(report: &mut Report) {
    let anchors: BTreeSet<String> = report.anchors().into_iter().map(str::to_owned).collect();
    let keeper = Keeper { anchors };
    if let Some(cover) = &mut report.cover {
        keeper.facts(&mut cover.facts);
        if let Some(verdict) = &mut cover.verdict {
            keeper.spans(&mut verdict.text);
        }
    }
    report
        .sections
        .iter_mut()
        .for_each(|section| keeper.blocks(&mut section.blocks));
}

struct Keeper {
    anchors: BTreeSet<String>,
}

impl Keeper {
    fn leads_nowhere(&self, target: &Target) -> bool {
        matches!(target, Target::Anchor(anchor) if !self.anchors.contains(anchor))
    }

    fn blocks(&self, blocks: &mut [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&self, block: &mut Block) {
        match block {
            Block::Lead(spans) | Block::Para(spans) => self.spans(spans),
            Block::List(list) => list
                .items
                .iter_mut()
                .for_each(|item| self.spans(&mut item.spans)),
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| self.spans(&mut cell.spans));
            }
            Block::Figure(figure) => {
                self.spans(&mut figure.caption);
                self.figure(&mut figure.kind);
            }
            Block::Columns(columns) => columns
                .iter_mut()
                .for_each(|column| self.blocks(&mut column.blocks)),
            Block::Callout(callout) => self.blocks(&mut callout.blocks),
            Block::Together(blocks) => self.blocks(blocks),
            Block::Sheet(sheet) => self.facts(&mut sheet.facts),
            Block::Heading(_) | Block::KeyFigures(_) | Block::PageBreak => {}
        }
    }

    fn facts(&self, facts: &mut [Fact]) {
        for fact in facts {
            self.spans(&mut fact.value);
        }
    }

    fn spans(&self, spans: &mut [Span]) {
        for span in spans {
            if matches!(&span.style, Style::Link(target) if self.leads_nowhere(target)) {
                span.style = Style::Plain;
            }
        }
    }

    fn figure(&self, kind: &mut FigureKind) {
        match kind {
            FigureKind::Diagram(drawing) => self.drawing(drawing),
            FigureKind::Matrix(matrix) => {
                for row in &mut matrix.rows {
                    self.target(&mut row.target);
                    row.cells.iter_mut().for_each(|cell| match cell {
                        MatrixCell::Applies { target, .. }
                        | MatrixCell::Affected { target, .. }
                        | MatrixCell::NeedsAnswer { target, .. } => self.target(target),
                        MatrixCell::NotApplicable { .. } => {}
                    });
                }
            }
            FigureKind::RiskGrid(_)
            | FigureKind::Donut(_)
            | FigureKind::Bars(_)
            | FigureKind::Ladder(_) => {}
        }
    }

    fn drawing(&self, drawing: &mut Drawing) {
        drawing
            .boxes
            .iter_mut()
            .for_each(|drawn| self.target(&mut drawn.target));
    }

    fn target(&self, target: &mut Option<Target>) {
        if target
            .as_ref()
            .is_some_and(|target| self.leads_nowhere(target))
        {
            *target = None;
        }
    }
}
