//! The register of findings, sorted by residual risk, and the matrix of components against threats. Pure.

use crate::analysis::{Assessment, Finding, NotApplicable, Role};
use crate::model::{ComponentId, FindingId, ThreatId};

use super::app::App;

/// Where the register stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    /// The finding under the cursor.
    pub at: Option<FindingId>,
    /// Whether consequences are listed too.
    pub affected: bool,
    /// Rows of the detail that are scrolled away.
    pub scroll: usize,
}

impl Register {
    /// The findings in the order they are listed: what applies by residual risk, then what needs an answer.
    #[must_use]
    pub fn findings<'a>(&self, assessment: &'a Assessment) -> Vec<&'a Finding> {
        let mut found: Vec<&Finding> = assessment
            .findings
            .values()
            .filter(|finding| self.affected || finding.role == Role::Primary)
            .collect();
        found.sort_by_key(|finding| {
            (
                finding.verdict,
                std::cmp::Reverse(finding.residual()),
                std::cmp::Reverse(finding.inherent()),
                finding.role,
                finding.id.clone(),
            )
        });
        found
    }

    /// The line under the cursor, as an index; the first where the finding is gone.
    #[must_use]
    pub fn index(&self, findings: &[&Finding]) -> usize {
        let at = self.at.as_ref();
        findings
            .iter()
            .position(|finding| Some(&finding.id) == at)
            .unwrap_or(0)
    }

    /// Moves the cursor by lines, stopping at the ends.
    pub fn step(&mut self, assessment: &Assessment, by: isize) {
        let findings = self.findings(assessment);
        let Some(last) = findings.len().checked_sub(1) else {
            return;
        };
        let next = self.index(&findings).saturating_add_signed(by).min(last);
        self.at = Some(findings[next].id.clone());
        self.scroll = 0;
    }
}

/// Where the matrix stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    /// The component under the cursor.
    pub row: Option<ComponentId>,
    /// The threat under the cursor, as an index into [`threats`].
    pub column: usize,
}

/// A cell of the matrix.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// Applies or needs an answer.
    Finding(&'a Finding),
    /// Does not apply.
    Not(&'a NotApplicable),
    /// Nothing is known.
    Empty,
}

/// The threats that have a column: those of the catalogue.
#[must_use]
pub fn threats(app: &App) -> Vec<ThreatId> {
    let ids = app.catalog.entries().threats.keys();
    ids.filter_map(|id| ThreatId::new(id.as_str()).ok())
        .collect()
}

/// The components that have a row, in the order of the drawing's zones and names.
#[must_use]
pub fn components(app: &App) -> Vec<&ComponentId> {
    let model = app.model();
    let mut all: Vec<&ComponentId> = model.components.keys().collect();
    all.sort_by_key(|id| {
        let component = &model.components[*id];
        (
            component.zone.is_none(),
            component.zone.clone(),
            component.name.to_lowercase(),
        )
    });
    all
}

/// What stands in a cell.
#[must_use]
pub fn cell<'a>(assessment: &'a Assessment, id: &FindingId) -> Cell<'a> {
    match (
        assessment.findings.get(id),
        assessment.not_applicable.get(id),
    ) {
        (Some(finding), _) => Cell::Finding(finding),
        (None, Some(not)) => Cell::Not(not),
        (None, None) => Cell::Empty,
    }
}

impl Matrix {
    /// The row under the cursor, as an index.
    #[must_use]
    pub fn row_index(&self, rows: &[&ComponentId]) -> usize {
        let at = self.row.as_ref();
        rows.iter().position(|id| Some(*id) == at).unwrap_or(0)
    }

    /// The component and threat under the cursor.
    #[must_use]
    pub fn finding(&self, app: &App) -> Option<FindingId> {
        let rows = components(app);
        let component = (*rows.get(self.row_index(&rows))?).clone();
        let threat = threats(app).into_iter().nth(self.column)?;
        Some(FindingId { threat, component })
    }
}
