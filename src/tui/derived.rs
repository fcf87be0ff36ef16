//! What follows from the document and is shown: the assessment and the drawing. Worked out once for each revision.

use crate::analysis::{Assessment, assess};
use crate::catalog::Catalog;
use crate::layout::{Layout, Sketch, first_variant, lay_out, reroute, sketch_of};
use crate::model::{Date, Flow, ThreatModel};

/// What follows from one revision of the document.
#[derive(Debug, Clone)]
pub struct Derived {
    /// The findings, questions and levels.
    pub assessment: Assessment,
    /// What is drawn.
    pub sketch: Sketch,
    /// Where it is drawn.
    pub layout: Layout,
}

impl Derived {
    /// Works everything out for a document that was just opened.
    #[must_use]
    pub fn of(model: &ThreatModel, catalog: &Catalog, date: Date) -> Self {
        let sketch = sketch_of(model, catalog);
        let layout = lay_out(&sketch, first_variant());
        Self {
            assessment: assess(model, catalog, date),
            sketch,
            layout,
        }
    }

    /// Works everything out after a change. What can stay on the canvas stays.
    #[must_use]
    pub fn after(&self, model: &ThreatModel, catalog: &Catalog) -> Self {
        let sketch = sketch_of(model, catalog);
        let layout = if sketch == self.sketch {
            self.layout.clone()
        } else {
            reroute(&sketch, &self.layout, &[])
        };
        Self {
            assessment: assess(model, catalog, self.assessment.date),
            sketch,
            layout,
        }
    }

    /// The same document with another layout.
    #[must_use]
    pub fn with_layout(&self, layout: Layout) -> Self {
        Self {
            layout,
            ..self.clone()
        }
    }
}

/// What a flow carries, in words.
#[must_use]
pub fn carried(flow: &Flow, catalog: &Catalog) -> String {
    let flows = &catalog.entries().flows;
    let name = |id: &String| {
        flows
            .get(id)
            .map_or(id.clone(), |kind| kind.name.to_lowercase())
    };
    flow.carries.iter().map(name).collect::<Vec<_>>().join(", ")
}
