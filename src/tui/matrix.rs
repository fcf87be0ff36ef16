//! Where the matrix of components against threats stands. Pure.

use crate::model::{ComponentId, FindingId, ThreatId, ThreatModel, natural};

use super::app::App;

/// Where the matrix stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    /// The component under the cursor.
    pub row: Option<ComponentId>,
    /// The threat under the cursor, as an index into [`threats`].
    pub column: usize,
    /// Whether risks are shown without controls.
    pub inherent: bool,
}

/// The threats that have a column: those of the catalogue, then the team's own.
#[must_use]
pub fn threats(app: &App) -> Vec<ThreatId> {
    let ids = app.catalog.entries().threats.keys();
    let known = ids.filter_map(|id| ThreatId::new(id.as_str()).ok());
    known
        .chain(app.model().own_threats.keys().cloned())
        .collect()
}

/// The components that have a row, in the order of the drawing's zones and names.
#[must_use]
pub fn components(app: &App) -> Vec<&ComponentId> {
    app.derived.rows(app.model()).iter().collect()
}

/// The components of a document in that order.
pub(super) fn in_order(model: &ThreatModel) -> Vec<ComponentId> {
    let mut all: Vec<&ComponentId> = model.components.keys().collect();
    all.sort_by(|a, b| {
        let (a, b) = (&model.components[*a], &model.components[*b]);
        let place = (a.zone.is_none(), &a.zone).cmp(&(b.zone.is_none(), &b.zone));
        place.then_with(|| natural(&a.name, &b.name))
    });
    all.into_iter().cloned().collect()
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
