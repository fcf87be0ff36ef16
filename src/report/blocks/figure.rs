//! Figures: charts and matrices as the numbers they show. A renderer decides how to draw them; every one can also be
//! written as a table ([`Figure::data`]), and none is complete without its alternative text.

use super::{Align, Anchor, Cell, Column, Drawing, RiskLevel, Row, Span, Table, Target, Tone};

/// A figure: what it shows, in three forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Where links to it lead; empty if nothing links here.
    pub id: Anchor,
    /// A heading above it; may be empty.
    pub title: String,
    /// The data.
    pub kind: FigureKind,
    /// What a reader who cannot see it should know: the message with its numbers. Never empty.
    pub alt: String,
    /// The caption below it; may be empty.
    pub caption: Vec<Span>,
}

/// The data of a figure.
#[derive(Debug, Clone, PartialEq)]
pub enum FigureKind {
    /// The pipeline.
    Diagram(Drawing),
    /// Components against threats.
    Matrix(Matrix),
    /// Impact against likelihood.
    RiskGrid(RiskGrid),
    /// Parts of a whole.
    Donut(Donut),
    /// Horizontal bars made of parts.
    Bars(Bars),
    /// Levels, one above the other.
    Ladder(Ladder),
}

/// Components against threats; a row for each component. It is set as a table, so it may have any number of rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    /// The heading over the row names.
    pub corner: String,
    /// The threats.
    pub columns: Vec<MatrixColumn>,
    /// The components.
    pub rows: Vec<MatrixRow>,
}

/// A column of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixColumn {
    /// The short code, such as "ML01".
    pub code: String,
    /// The full name, for the data-table form.
    pub title: String,
}

/// A row of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// The component's name.
    pub label: String,
    /// Where the name leads.
    pub target: Option<Target>,
    /// A cell for each column.
    pub cells: Vec<MatrixCell>,
}

/// What the matrix says about one component and one threat.
#[derive(Debug, Clone, PartialEq)]
pub enum MatrixCell {
    /// The threat applies.
    Applies {
        /// Its residual risk.
        risk: RiskLevel,
        /// Whether somebody has decided what to do.
        decided: bool,
        /// Where the finding is described.
        target: Option<Target>,
    },
    /// A question is open; the risk is rated as if the threat applied.
    NeedsAnswer {
        /// The risk if it applied.
        risk: RiskLevel,
        /// Where the question is asked.
        target: Option<Target>,
    },
    /// The component suffers the consequences of a finding elsewhere; the decision is taken there.
    Affected {
        /// The residual risk of the consequences here.
        risk: RiskLevel,
        /// Whether an answer is missing to be sure of it.
        asks: bool,
        /// Where the finding behind it is described.
        target: Option<Target>,
    },
    /// The threat does not apply, for a reason.
    NotApplicable {
        /// The short code of the reason, such as "N2"; explained beside the matrix.
        reason: String,
    },
}

/// A chart of findings by impact and likelihood.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RiskGrid {
    /// The upright axis, lowest step first.
    pub impact: Axis,
    /// The level axis, lowest step first.
    pub likelihood: Axis,
    /// `cells[i][l]`: how many findings have impact step `i` and likelihood step `l`, and how bad that is.
    pub cells: Vec<Vec<(u32, RiskLevel)>>,
}

/// An axis of a chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Axis {
    /// What it measures.
    pub title: String,
    /// The names of its steps.
    pub steps: Vec<String>,
}

/// Parts of a whole, as a ring.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Donut {
    /// The parts, drawn clockwise from the top.
    pub slices: Vec<Slice>,
    /// What is counted, such as "findings"; stands in the middle under the sum.
    pub unit: String,
}

/// A part of a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// Its name.
    pub label: String,
    /// How many.
    pub value: u32,
    /// Its colour by meaning.
    pub tone: Tone,
}

/// Horizontal bars, each made of the same series of parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// The parts.
    pub series: Vec<Series>,
    /// The bars.
    pub bars: Vec<Bar>,
    /// How long a bar is.
    pub scale: BarsScale,
}

/// One part that every bar has.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name.
    pub label: String,
    /// Its colour by meaning.
    pub tone: Tone,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// A number for each series.
    pub values: Vec<u32>,
}

/// How long the bars of a chart are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarsScale {
    /// By their sum: the longest fills the width.
    Count,
    /// All equally long: parts are shares of the bar's sum.
    Share,
}

/// Levels that are reached one after the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ladder {
    /// The steps, lowest first.
    pub steps: Vec<Step>,
}

/// One step of a ladder.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its short name, such as "Level 1".
    pub label: String,
    /// What stands for it, such as "Baseline".
    pub title: String,
    /// How many requirements are verified.
    pub met: u32,
    /// How many apply.
    pub total: u32,
    /// Whether the level is reached.
    pub reached: bool,
    /// Whether this is the level that the team aims at.
    pub target: bool,
}

impl Figure {
    /// The figure as a table, for Markdown and for readers who cannot see it.
    #[must_use]
    pub fn data(&self) -> Table {
        let mut table = match &self.kind {
            FigureKind::Diagram(drawing) => drawing.data(),
            FigureKind::Matrix(matrix) => matrix.data(),
            FigureKind::RiskGrid(grid) => grid.data(),
            FigureKind::Donut(donut) => donut.data(),
            FigureKind::Bars(bars) => bars.data(),
            FigureKind::Ladder(ladder) => ladder.data(),
        };
        table.row_header = Some(0);
        table.summary.clone_from(&self.alt);
        table
    }
}

fn numbers(title: &str) -> Column {
    Column::new(title, 1.0).align(Align::Right)
}

impl Matrix {
    fn data(&self) -> Table {
        let columns = std::iter::once(Column::new(&self.corner, 3.0))
            .chain(
                self.columns
                    .iter()
                    .map(|column| Column::new(&column.code, 1.0).align(Align::Center)),
            )
            .collect();
        let rows = self.rows.iter().map(|row| {
            let name = match &row.target {
                Some(target) => Span {
                    text: row.label.clone(),
                    style: super::Style::Link(target.clone()),
                },
                None => Span::plain(&row.label),
            };
            let cells = row.cells.iter().map(|cell| Cell::text(cell.words()));
            Row::new(
                std::iter::once(Cell::spans(vec![name]))
                    .chain(cells)
                    .collect(),
            )
        });
        Table {
            columns,
            rows: rows.collect(),
            ..Table::default()
        }
    }
}

impl MatrixCell {
    /// The cell in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            MatrixCell::Applies {
                risk,
                decided: true,
                ..
            } => format!("{}, decided", risk.word()),
            MatrixCell::Applies { risk, .. } => risk.word().to_owned(),
            MatrixCell::NeedsAnswer { risk, .. } => format!("{}?", risk.word()),
            MatrixCell::Affected {
                risk, asks: true, ..
            } => format!("({}?)", risk.word()),
            MatrixCell::Affected { risk, .. } => format!("({})", risk.word()),
            MatrixCell::NotApplicable { reason } if reason.is_empty() => "–".to_owned(),
            MatrixCell::NotApplicable { reason } => reason.clone(),
        }
    }
}

impl RiskGrid {
    fn data(&self) -> Table {
        let corner = format!("{} \\ {}", self.impact.title, self.likelihood.title);
        let columns = std::iter::once(Column::new(corner, 2.0))
            .chain(self.likelihood.steps.iter().map(|step| numbers(step)));
        let rows = self
            .impact
            .steps
            .iter()
            .zip(&self.cells)
            .rev()
            .map(|(step, cells)| {
                let counts = cells
                    .iter()
                    .map(|(count, level)| Cell::text(format!("{count} ({})", level.word())));
                Row::new(std::iter::once(Cell::text(step)).chain(counts).collect())
            });
        Table {
            columns: columns.collect(),
            rows: rows.collect(),
            ..Table::default()
        }
    }
}

impl Donut {
    /// The sum of the parts.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.slices.iter().map(|slice| slice.value).sum()
    }

    fn data(&self) -> Table {
        let rows = self.slices.iter().map(|slice| {
            Row::new(vec![
                Cell::text(&slice.label),
                Cell::text(slice.value.to_string()),
            ])
        });
        Table {
            columns: vec![Column::new("", 2.0), numbers(&self.unit)],
            rows: rows.collect(),
            ..Table::default()
        }
    }
}

impl Bar {
    /// The sum of the parts.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.values.iter().sum()
    }
}

impl Bars {
    fn data(&self) -> Table {
        let columns = std::iter::once(Column::new("", 2.0))
            .chain(self.series.iter().map(|series| numbers(&series.label)));
        let rows = self.bars.iter().map(|bar| {
            let values = bar.values.iter().map(|value| Cell::text(value.to_string()));
            Row::new(
                std::iter::once(Cell::text(&bar.label))
                    .chain(values)
                    .collect(),
            )
        });
        Table {
            columns: columns.collect(),
            rows: rows.collect(),
            ..Table::default()
        }
    }
}

impl Ladder {
    fn data(&self) -> Table {
        let columns = vec![
            Column::new("Level", 2.0),
            Column::new("", 2.0),
            numbers("Verified"),
            numbers("Applicable"),
            Column::new("Reached", 1.0),
        ];
        let rows = self.steps.iter().map(|step| {
            let reached = if step.reached { "yes" } else { "no" };
            let texts = [
                step.label.clone(),
                step.title.clone(),
                step.met.to_string(),
                step.total.to_string(),
                reached.to_owned(),
            ];
            Row::new(texts.into_iter().map(Cell::text).collect())
        });
        Table {
            columns,
            rows: rows.collect(),
            ..Table::default()
        }
    }
}
